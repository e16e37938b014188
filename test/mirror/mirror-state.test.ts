/** The room's shadow copy: kept in step with a plain reference, and a gate for what a host may say. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mixChecksum, nodeFlags, type DomNode, type DomOp, type ElementNode, type Keyframe } from '../../src/shared/dom-ops.ts';
import { TOP_FRAME, type FrameId } from '../../src/shared/ids.ts';
import { MASK_TEXT } from '../../src/shared/policy.ts';
import { MirrorState } from '../../src/sessions/mirror-state.ts';

/** The same cases in every run; another number, by hand, looks further. */
const SEED = 20_261_127;

const CARD = { id: 'card', pattern: '\\b\\d(?:[ -]?\\d){12,18}\\b', check: 'luhn' } as const;
const INNER = 'f1' as FrameId; // an id is a string

function state(tailCharacters?: number): MirrorState {
  return new MirrorState({
    patterns: [CARD],
    assetId: (address) => `id(${address})`,
    ...(tailCharacters === undefined ? {} : { tailCharacters }),
  });
}

function page(children: readonly DomNode[] = [], parts: Partial<Keyframe> = {}): Keyframe {
  const root: ElementNode = [1, 'html', [], [[2, 'body', [], children]]];
  return {
    doctype: 'html',
    quirks: false,
    root,
    adopted: [],
    css: [],
    viewport: { width: 800, height: 600, scale: 1 },
    scroll: [0, 0],
    res: [],
    ...parts,
  };
}

/** With a keyframe of `children` at epoch 7. */
function loaded(children: readonly DomNode[] = [], parts: Partial<Keyframe> = {}): MirrorState {
  const mirror = state();
  const result = mirror.applyKey(TOP_FRAME, 7, page(children, parts));
  if (!result.ok) throw new Error(result.detail);
  return mirror;
}

const bodyOf = (mirror: MirrorState): DomNode | undefined => (mirror.keyframe(TOP_FRAME)?.doc.root[3] as readonly DomNode[])[0]; // an element's children

describe('a stream', () => {
  it('starts with a keyframe, and is gapless from 1', () => {
    const mirror = state();
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [])).toMatchObject({ ok: false, reason: 'gap', needKey: true });
    expect(mirror.applyKey(TOP_FRAME, 7, page())).toMatchObject({ ok: true });
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [['attr', 2, 'class', 'a']])).toMatchObject({ ok: true });
    expect(mirror.applyOps(TOP_FRAME, 7, 3, [])).toMatchObject({ ok: false, reason: 'gap' });
    expect(mirror.applyOps(TOP_FRAME, 8, 2, [])).toMatchObject({ ok: false, reason: 'gap' });
    expect(mirror.positions()).toEqual([{ frame: 'top', epoch: 7, seq: 1 }]);
  });

  it('has a tail as far as it reaches back', () => {
    const mirror = state(300);
    mirror.applyKey(TOP_FRAME, 7, page());
    for (let seq = 1; seq <= 20; seq++) mirror.applyOps(TOP_FRAME, 7, seq, [['attr', 2, 'class', `c${seq}`]]);
    expect(mirror.tail(TOP_FRAME, 7, 20)?.map(({ seq }) => seq)).toEqual([20]);
    expect(mirror.tail(TOP_FRAME, 7, 21)).toEqual([]);
    expect(mirror.tail(TOP_FRAME, 7, 1)).toBeUndefined();
    expect(mirror.tail(TOP_FRAME, 6, 20)).toBeUndefined();
    expect(mirror.tail(TOP_FRAME, 7, 22)).toBeUndefined();
  });

  it('is gone after a fault, until the next keyframe', () => {
    const mirror = loaded();
    expect(
      mirror.applyOps(TOP_FRAME, 7, 1, [
        ['attr', 2, 'class', 'a'],
        ['remove', 99],
      ]),
    ).toMatchObject({ ok: false, reason: 'bad', needKey: true });
    expect(mirror.keyframe(TOP_FRAME)).toBeUndefined();
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [])).toMatchObject({ ok: false, reason: 'gap' });
    expect(mirror.applyKey(TOP_FRAME, 8, page())).toMatchObject({ ok: true });
  });
});

describe('what a host may not say', () => {
  const bad: Record<string, readonly DomOp[]> = {
    'a script': [['insert', 2, 0, [9, 'script', [], []]]],
    'a handler': [['attr', 2, 'onclick', 'x()']],
    'markup in an attribute': [['attr', 2, 'srcdoc', '<b>']],
    'a name with spaces': [['attr', 2, 'a b', 'x']],
    'a tag with signs': [['insert', 2, 0, [9, 'a<b', [], []]]],
    'an id twice': [['insert', 2, 0, [2, 'p', [], []]]],
    'an id that is no number': [['insert', 2, 0, ['9' as never, 'p', [], []]]],
    'a parent that is text': [['insert', 3, 0, [9, 'p', [], []]]],
    'a sibling of another parent': [['insert', 4, 3, [9, 'p', [], []]]],
    'a move into itself': [['move', 4, 5, 0]],
    'a second root': [['insert', 0, 0, [9, 'html', [], []]]],
    'the root removed': [['remove', 1]],
    'an unknown node': [['text', 77, 'x', 0]],
    'text for an element': [['text', 2, 'x', 0]],
    'an unknown op': [['explode', 2] as never],
    'an op that is no list': [{ 0: 'remove' } as never],
    'a shadow root that is none': [['insert', -2, 0, [9, 'p', [], []]]],
    'a resource out of order': [['res', 4, 'http://a.example/']],
    'a text of 2 MB': [['text', 3, 'x'.repeat(2 << 20), 0]],
    'an endless number': [['scroll', 2, Infinity, 0]],
    'a part of a value that is none': [['value', 4, 0, 0, 'x']],
    'a part of a value behind its end': [
      ['state', 4, { value: 'abc' }],
      ['value', 4, 2, 2, 'x'],
    ],
    'a picture that is none': [['insert', 2, 0, [9, 'canvas', [], [], { picture: 'data:text/html;base64,PGI+' }]]],
    'a picture of something that has none': [['state', 4, { picture: 'data:image/png;base64,AAAA' }]],
    'a medium without an address of ours': [
      ['insert', 2, 0, [9, 'video', [], [], { media: { src: 'http://a.example/', at: 0, paused: true, rate: 1, loop: false, volume: 1 } }]],
    ],
  };
  for (const [what, ops] of Object.entries(bad)) {
    it(what, () => {
      const mirror = loaded([
        [3, 'text'],
        [4, 'div', [], [[5, 'p', [], []]]],
      ]);
      expect(mirror.applyOps(TOP_FRAME, 7, 1, ops)).toMatchObject({ ok: false, reason: 'bad' });
    });
  }

  it('a tree deeper than the limit, in one keyframe or grown', () => {
    const deep = (levels: number): DomNode => {
      let node: DomNode = [1000, 'p', [], []];
      for (let i = 0; i < levels; i++) node = [i + 10, 'div', [], [node]];
      return node;
    };
    expect(state().applyKey(TOP_FRAME, 7, page([deep(600)]))).toMatchObject({ ok: false, reason: 'bad' });
    expect(state().applyKey(TOP_FRAME, 7, page([deep(300)]))).toMatchObject({ ok: true });
  });

  it('no root but an element: drawings and other XML have one of their own', () => {
    expect(state().applyKey(TOP_FRAME, 7, { ...page(), root: [1, 'svg', [], [], { ns: 1 }] })).toMatchObject({ ok: true });
  });

  it('a keyframe of shapes that nobody foresaw', () => {
    for (const doc of [
      null,
      1,
      [],
      {},
      { res: [], adopted: [] },
      { ...page(), root: [1, 'text'] },
      { ...page(), viewport: null },
      { ...page(), adopted: [1] },
    ]) {
      expect(state().applyKey(TOP_FRAME, 7, doc as never)).toMatchObject({ ok: false, reason: 'bad' }); // wrong on purpose
    }
  });
});

describe('a field', () => {
  it('is told by differences, and who comes later gets the whole', () => {
    const mirror = loaded([[3, 'input', [], [], { value: 'abc' }]]);
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [['value', 3, 1, 1, 'XY']])).toMatchObject({ ok: true });
    expect(mirror.applyOps(TOP_FRAME, 7, 2, [['value', 3, 4, 0, '!']])).toMatchObject({ ok: true });
    expect(JSON.stringify(bodyOf(mirror))).toContain('"value":"aXYc!"');
  });

  it('whose parts make a card number is refused like one that says it whole', () => {
    const mirror = loaded([[3, 'input', [], [], { value: '4111 1111 1111 111' }]]);
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [['value', 3, 18, 0, '1']])).toMatchObject({ ok: false, reason: 'masked' });
  });

  it('under a mask says nothing by parts', () => {
    const mirror = loaded([[3, 'input', [], [], { flags: nodeFlags.masked, value: MASK_TEXT }]]);
    expect(mirror.applyOps(TOP_FRAME, 7, 1, [['value', 3, 0, MASK_TEXT.length, 'x']])).toMatchObject({ ok: false, reason: 'masked' });
  });
});

describe('pictures and media', () => {
  it('under a mask are refused, and a medium plays on for who comes later', () => {
    const picture = 'data:image/webp;base64,UklGRg==';
    const hidden = loaded([[3, 'canvas', [], [], { flags: nodeFlags.masked | nodeFlags.box, box: [1, 1], label: 'hidden' }]]);
    expect(hidden.applyOps(TOP_FRAME, 7, 1, [['state', 3, { picture }]])).toMatchObject({ ok: false, reason: 'masked' });
    const shown = loaded([[3, 'video', [], [], { media: { src: 'asset:0', at: 2, paused: true, rate: 1, loop: false, volume: 1 } }]], {
      res: ['http://a.example/film.mp4'],
    });
    expect(shown.refersTo('id(http://a.example/film.mp4)')).toBe(true);
    expect(JSON.stringify(bodyOf(shown))).toContain('"at":2');
    shown.applyOps(TOP_FRAME, 7, 1, [['remove', 3]]);
    expect(shown.refersTo('id(http://a.example/film.mp4)')).toBe(false);
  });
});

describe('masks', () => {
  const masked = { flags: nodeFlags.masked };
  const plain: Record<string, DomNode> = {
    'text under a mask': [9, 'div', [], [[10, 'secret']], masked],
    'text marked as masked that is none': [9, 'div', [], [[10, 'secret', 1]]],
    'deep text': [9, 'div', [], [[10, 'b', [], [[11, 'x', [], [[12, 'secret']]]]]], masked],
    'a value': [9, 'input', [], [], { ...masked, value: 'secret' }],
    'a choice': [9, 'select', [], [], { ...masked, selected: [1] }],
    'a checked box': [9, 'input', [], [], { ...masked, checked: true }],
    'a title': [9, 'div', ['title', 'secret'], [], masked],
    'a link': [9, 'div', [], [[10, 'a', ['href', '/secret'], []]], masked],
    'an address in a style': [9, 'div', ['style', 'background: url(asset:1)'], [], masked],
    'an image': [9, 'div', [], [[10, 'img', ['src', 'asset:0'], []]], masked],
    'a shadow tree': [9, 'div', [], [], { ...masked, shadow: { mode: 'open', children: [[10, 'secret']] } }],
    'a card number anywhere': [9, 'p', [], [[10, 'pay with 4111 1111 1111 1111 now']]],
    'a card number in a title': [9, 'p', ['title', '4111111111111111'], []],
    'a card number in a field': [9, 'input', [], [], { value: '4111-1111-1111-1111' }],
  };
  for (const [what, node] of Object.entries(plain)) {
    it(`refuses ${what}, in a keyframe and in ops`, () => {
      expect(state().applyKey(TOP_FRAME, 7, page([node], { res: ['http://a.example/'] }))).toMatchObject({ ok: false, reason: 'masked' });
      expect(loaded([], { res: ['http://a.example/'] }).applyOps(TOP_FRAME, 7, 1, [['insert', 2, 0, node]])).toMatchObject({
        ok: false,
        reason: 'masked',
        needKey: true,
      });
    });
  }

  it('refuses what comes under a mask later: by a flag, by a move, by text', () => {
    const children: DomNode[] = [
      [9, 'div', [], [[10, MASK_TEXT, 1]], masked],
      [11, 'p', [], [[12, 'plain']]],
    ];
    expect(loaded(children).applyOps(TOP_FRAME, 7, 1, [['move', 11, 9, 0]])).toMatchObject({ reason: 'masked' });
    expect(loaded(children).applyOps(TOP_FRAME, 7, 1, [['state', 11, masked]])).toMatchObject({ reason: 'masked' });
    expect(loaded(children).applyOps(TOP_FRAME, 7, 1, [['text', 10, 'plain', 0]])).toMatchObject({ reason: 'masked' });
    expect(loaded(children).applyOps(TOP_FRAME, 7, 1, [['attr', 9, 'title', 'x']])).toMatchObject({ reason: 'masked' });
  });

  it('[M5] refuses a field for a password, a code or a card without a mask of its own, however it came to be one', () => {
    const fields: Record<string, readonly string[]> = {
      password: ['type', 'PassWord'],
      code: ['autocomplete', 'section-a one-time-code'],
      card: ['autocomplete', 'billing CC-Number'],
    };
    const value = { value: MASK_TEXT };
    for (const attributes of Object.values(fields)) {
      const [name = '', text = ''] = attributes;
      const free: DomNode = [9, 'input', attributes, [], value];
      expect(state().applyKey(TOP_FRAME, 7, page([free]))).toMatchObject({ ok: false, reason: 'masked' });
      expect(loaded().applyOps(TOP_FRAME, 7, 1, [['insert', 2, 0, free]])).toMatchObject({ reason: 'masked' });
      const lifted: DomNode = [8, 'div', [], [[9, 'input', attributes, [], { ...value, flags: nodeFlags.unmasked }]], masked];
      expect(state().applyKey(TOP_FRAME, 7, page([lifted]))).toMatchObject({ ok: false, reason: 'masked' });
      const plain = loaded([[9, 'input', [], [], { value: 'seen' }]]);
      expect(plain.applyOps(TOP_FRAME, 7, 1, [['attr', 9, name, text]])).toMatchObject({ reason: 'masked' });
    }
    const kept = loaded([[9, 'input', ['type', 'password'], [], { ...masked, ...value }]]);
    // "Show password" makes it a text field; it stays a secret.
    expect(kept.applyOps(TOP_FRAME, 7, 1, [['attr', 9, 'type', 'text']])).toMatchObject({ ok: true });
    expect(kept.applyOps(TOP_FRAME, 7, 2, [['state', 9, { flags: nodeFlags.unmasked }]])).toMatchObject({ reason: 'masked' });
  });

  it('[M2] refuses a mask of any other length', () => {
    for (const text of [MASK_TEXT.slice(1), MASK_TEXT + MASK_TEXT, `${MASK_TEXT} `]) {
      expect(state().applyKey(TOP_FRAME, 7, page([[9, 'p', [], [[10, text, 1]], masked]]))).toMatchObject({ reason: 'masked' });
      expect(state().applyKey(TOP_FRAME, 7, page([[9, 'input', [], [], { ...masked, value: text }]]))).toMatchObject({ reason: 'masked' });
    }
  });

  it('takes masks, layout, and what an unmask rule lifts', () => {
    const node: DomNode = [
      9,
      'div',
      ['class', 'a', 'style', 'color: red'],
      [
        [10, MASK_TEXT, 1],
        [11, ' '],
        [12, 'input', ['type', 'text'], [], { value: MASK_TEXT }],
        [13, 'b', [], [[14, 'free']], { flags: nodeFlags.unmasked }],
      ],
      masked,
    ];
    const mirror = loaded([node]);
    expect([9, 10, 12, 13, 14].map((id) => mirror.isMasked(TOP_FRAME, id))).toEqual([true, true, true, false, false]);
  });
});

describe('what the room asks', () => {
  it('blocked is what is inside something blocked, through shadow roots and frames', () => {
    const inner: DomNode = [20, 'i', [], [[21, 'x']]];
    const mirror = loaded([
      [9, 'div', [], [[10, 'iframe', [], []]], { flags: nodeFlags.blocked, shadow: { mode: 'closed', children: [inner] } }],
    ]);
    expect(mirror.bindFrame(INNER, TOP_FRAME, 10)).toBe(true);
    expect(mirror.applyKey(INNER, 3, page())).toMatchObject({ ok: true });
    expect([mirror.isBlocked(TOP_FRAME, 21), mirror.isBlocked(TOP_FRAME, 2), mirror.isBlocked(INNER, 2)]).toEqual([true, false, true]);
  });

  it('frames are bound to an iframe that exists, and go with it', () => {
    const mirror = loaded([
      [10, 'iframe', [], []],
      [11, 'p', [], []],
    ]);
    expect(mirror.applyKey(INNER, 3, page())).toMatchObject({ ok: false, needKey: false });
    expect(mirror.bindFrame(INNER, TOP_FRAME, 11)).toBe(false);
    expect(mirror.bindFrame(INNER, TOP_FRAME, 10)).toBe(true);
    mirror.applyKey(INNER, 3, page());
    expect(mirror.frames()).toEqual(['top', 'f1']);
    mirror.applyOps(TOP_FRAME, 7, 1, [['remove', 10]]);
    expect(mirror.frames()).toEqual(['top']);
  });

  it('an asset is referred to while an element or sheet names it', () => {
    const mirror = loaded([[9, 'img', ['src', 'asset:0'], []]], { res: ['http://a.example/i.png'] });
    const id = 'id(http://a.example/i.png)';
    expect(mirror.keyframe(TOP_FRAME)?.doc.res).toEqual([id]);
    expect([mirror.refersTo(id), mirror.addressOf(id), mirror.refersTo('id(other)')]).toEqual([true, 'http://a.example/i.png', false]);
    mirror.applyOps(TOP_FRAME, 7, 1, [['attr', 9, 'src', null]]);
    expect(mirror.refersTo(id)).toBe(false);
    mirror.applyOps(TOP_FRAME, 7, 2, [
      ['css', 0, 'p { background: url("asset:0") }'],
      ['adopted', 0, [0]],
    ]);
    expect(mirror.refersTo(id)).toBe(true);
    mirror.applyOps(TOP_FRAME, 7, 3, [
      ['css', 0, ''],
      ['res', 1, 'http://a.example/j.png'],
      ['insert', 2, 0, [10, 'style', [], [], { css: 'a { b: url(asset:1) }' }]],
    ]);
    expect([mirror.refersTo(id), mirror.refersTo('id(http://a.example/j.png)')]).toEqual([false, true]);
    mirror.applyOps(TOP_FRAME, 7, 4, [['remove', 10]]);
    expect(mirror.refersTo('id(http://a.example/j.png)')).toBe(false);
  });
});

describe('the shadow tree', () => {
  /** The naive way: a tree of plain objects, searched from the top each time. */
  interface Plain {
    id: number;
    children: Plain[] | undefined;
    text: string;
  }
  const find = (node: Plain, id: number): Plain | undefined =>
    node.id === id ? node : (node.children ?? []).map((child) => find(child, id)).find(Boolean);
  const parentOf = (node: Plain, id: number): Plain | undefined =>
    node.children?.some((child) => child.id === id) ? node : (node.children ?? []).map((child) => parentOf(child, id)).find(Boolean);
  const all = (node: Plain): Plain[] => [node, ...(node.children ?? []).flatMap(all)];
  const write = (node: Plain): unknown =>
    node.children ? [node.id, node.id === 1 ? 'html' : 'div', [], node.children.map(write)] : [node.id, node.text];

  it('equals a reference after any sequence of ops, and a keyframe of it loads to the same', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.nat(), fc.nat(), fc.nat()), { maxLength: 120 }), (steps) => {
        const reference: Plain = { id: 1, children: [], text: '' };
        const mirror = state();
        mirror.applyKey(TOP_FRAME, 1, { ...page(), root: [1, 'html', [], []] });
        let next = 2;
        let seq = 0;
        for (const [kind, a, b, c] of steps) {
          const nodes = all(reference);
          const parents = nodes.filter(({ children }) => children);
          const parent = parents[a % parents.length] ?? reference;
          const before = parent.children?.[b % ((parent.children.length || 0) + 1)];
          const victim = nodes[1 + (c % Math.max(1, nodes.length - 1))];
          let op: DomOp | undefined;
          if (kind === 0 || !victim) {
            const isText = c % 3 === 0;
            const made: Plain = { id: next++, children: isText ? undefined : [], text: `t${a}` };
            op = ['insert', parent.id, before?.id ?? 0, isText ? [made.id, made.text] : [made.id, 'div', [], []]];
            parent.children?.splice(before ? parent.children.indexOf(before) : parent.children.length, 0, made);
          } else if (kind === 1 && before !== victim && !find(victim, parent.id)) {
            op = ['move', victim.id, parent.id, before?.id ?? 0];
            const home = parentOf(reference, victim.id);
            home?.children?.splice(home.children.indexOf(victim), 1);
            parent.children?.splice(before ? parent.children.indexOf(before) : parent.children.length, 0, victim);
          } else if (kind === 2) {
            op = ['remove', victim.id];
            const home = parentOf(reference, victim.id);
            home?.children?.splice(home.children.indexOf(victim), 1);
          } else if (kind === 3 && !victim.children) {
            op = ['text', victim.id, `u${b}`, 0];
            victim.text = `u${b}`;
          }
          if (op) expect(mirror.applyOps(TOP_FRAME, 1, ++seq, [op])).toMatchObject({ ok: true });
        }
        expect(mirror.keyframe(TOP_FRAME)?.doc.root).toEqual(write(reference));
        let sum = 0;
        for (const { id } of all(reference)) sum = mixChecksum(sum, id, parentOf(reference, id)?.id ?? 0);
        expect(mirror.checksum(TOP_FRAME)).toEqual({ epoch: 1, seq, nodes: all(reference).length, sum });
        const again = state();
        const key = mirror.keyframe(TOP_FRAME);
        expect(key && again.applyKey(TOP_FRAME, 2, key.doc)).toMatchObject({ ok: true });
        expect(again.checksum(TOP_FRAME)?.sum).toBe(sum);
      }),
      { numRuns: 150, seed: SEED },
    );
  });

  it('keeps state, scroll, sheets, shadow trees and layers over a keyframe', () => {
    const node: DomNode = [
      9,
      'dialog',
      ['open', ''],
      [],
      { layer: 'modal', scroll: [3, 4], shadow: { mode: 'open', children: [[10, 'x']], adopted: [1] } },
    ];
    const mirror = loaded([node], { css: ['b{}', 'a{}'], adopted: [0], scroll: [1, 2], focus: 9 });
    mirror.applyOps(TOP_FRAME, 7, 1, [
      ['scroll', 0, 5, 6],
      ['viewport', { width: 1, height: 2, scale: 3 }],
      ['state', 9, { layer: '' }],
      ['adopted', -9, []],
    ]);
    const doc = mirror.keyframe(TOP_FRAME)?.doc;
    expect(doc).toMatchObject({ css: ['b{}', 'a{}'], adopted: [0], scroll: [5, 6], viewport: { width: 1, height: 2, scale: 3 }, focus: 9 });
    expect(bodyOf(mirror)).toEqual([
      2,
      'body',
      [],
      [[9, 'dialog', ['open', ''], [], { scroll: [3, 4], shadow: { mode: 'open', children: [[10, 'x']] } }]],
    ]);
  });
});
