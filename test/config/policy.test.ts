import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError, loadPolicy, matchesGlob, mayOpenHost } from '../../src/config/index.ts';
import { builtinRules } from '../../src/config/builtin-policy.ts';
import { patternFault } from '../../src/config/pattern-safety.ts';
import { selectorFault } from '../../src/config/selector.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samepage-policy-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function book(...texts: string[]) {
  return loadPolicy({
    policyFiles: texts.map((text) => {
      const path = join(folder, `${++files}.yaml`);
      writeFileSync(path, text);
      return path;
    }),
  });
}

function faultOf(text: string): string {
  try {
    book(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('built-in masks', () => {
  const rule = (id: string) => {
    const found = builtinRules.find((one) => one.id === id);
    if (!found || !('selector' in found.target)) throw new Error(id);
    return found.target.selector;
  };
  const masked = (id: string, html: string) => load(`<body>${html}`)('body > *').first().is(rule(id));

  test.each([
    ['builtin/password', '<input type="PassWord">'],
    ['builtin/password', '<input type="text" autocomplete="section-a current-password">'],
    ['builtin/password', '<input type="text" id="loginPasswd">'],
    ['builtin/one-time-code', '<input autocomplete="one-time-code">'],
    ['builtin/one-time-code', '<input name="otp">'],
    ['builtin/one-time-code', '<input name="login_otp">'],
    ['builtin/card', '<input autocomplete="cc-number">'],
    ['builtin/card', '<input autocomplete="billing cc-csc">'],
    ['builtin/card', '<input name="cardNumber">'],
    ['builtin/card', '<input id="cvc">'],
    ['builtin/card', '<select name="card_expiry"></select>'],
    ['builtin/national-id', '<input name="ssn">'],
    ['builtin/national-id', '<input name="codice-fiscale">'],
    ['builtin/iban', '<input name="customerIBAN">'],
  ])('%s covers %s', (id, html) => {
    expect(masked(id, html)).toBe(true);
  });

  test.each([
    ['builtin/password', '<input name="email">'],
    ['builtin/one-time-code', '<input name="hotproduct">'],
    ['builtin/card', '<input name="company">'],
    ['builtin/card', '<input name="discount">'],
    ['builtin/national-id', '<input name="missing">'],
    ['builtin/iban', '<input name="caliber">'],
  ])('%s leaves %s alone', (id, html) => {
    expect(masked(id, html)).toBe(false);
  });

  test('what is hidden can be said to people', () => {
    const rules = loadPolicy({ policyFiles: [] });
    expect(rules.hidden(rules.forUrl('https://x.example/'))).toEqual([
      'Passwords',
      'One-time codes',
      'Card details',
      'National identity numbers',
      'Account numbers',
    ]);
  });
});

describe('layers', () => {
  const shop =
    "name: shop\nwhen: ['https://shop.example/*']\nrules:\n  - mask: .total\n  - unmask: .public\n    reason: it is printed on the door\n";
  const everywhere = 'name: company\nrules:\n  - mask: .phone\n    id: phone\n    says: Phone numbers\n  - block: "#delete"\n';

  test('rules of all files that name the document are united with the built-in ones', () => {
    const ids = book(shop, everywhere)
      .forUrl('https://shop.example/cart?x=1')
      .rules.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['builtin/password', 'shop/mask-1', 'company/phone', 'company/block-1', 'shop/unmask-1']));
  });

  test('masks of the page where the session began hold on every page of it, what lifts them does not', () => {
    const ids = book(shop)
      .forUrl('https://pay.example/', 'https://shop.example/cart')
      .rules.map(({ id }) => id);
    expect(ids).toContain('shop/mask-1');
    expect(ids).not.toContain('shop/unmask-1');
  });

  test('a query cannot step out of a rule, nor into one', () => {
    const rules = book("name: a\nwhen: ['https://shop.example/cart']\nrules:\n  - mask: .x\n");
    expect(rules.forUrl('https://shop.example/cart?a#b').rules.some(({ id }) => id === 'a/mask-1')).toBe(true);
    expect(rules.forUrl('https://evil.example/?https://shop.example/cart').rules.some(({ id }) => id === 'a/mask-1')).toBe(false);
  });

  test('the version changes with the rules and with nothing else', () => {
    const one = book(shop);
    expect(one.forUrl('https://shop.example/a').version).toBe(one.forUrl('https://shop.example/b').version);
    expect(one.forUrl('https://shop.example/a').version).not.toBe(one.forUrl('https://other.example/').version);
  });

  test('one allow rule closes everything else', () => {
    const rules = book(
      "name: a\nwhen: ['https://shop.example/*']\nrules:\n  - allow: 'https://*.shop.example/*'\n  - allow: 'https://shop.example/*'\n",
    );
    expect(rules.mayOpen('https://pay.shop.example/x', 'https://shop.example/')).toBe(true);
    expect(rules.mayOpen('https://evil.example/.shop.example/', 'https://shop.example/')).toBe(false);
    expect(rules.mayOpen('https://evil.example/', 'https://unrelated.example/')).toBe(true);
  });
});

describe('[M3] a broken rule refuses the whole book', () => {
  test.each([
    ['a bad selector', 'name: a\nrules:\n  - mask: "div[["\n', 'rules.0.mask'],
    ['an empty selector', 'name: a\nrules:\n  - mask: ""\n', 'rules.0.mask'],
    ['a selector that only jQuery knows', 'name: a\nrules:\n  - mask: "p:contains(x)"\n', ':contains'],
    ['lifting without a reason', 'name: a\nrules:\n  - unmask: .x\n', 'rules.0'],
    ['two kinds in one rule', 'name: a\nrules:\n  - mask: .x\n    block: .y\n', 'rules.0'],
    ['an unknown key', 'name: a\nmasks: []\n', 'masks'],
    ['a slow pattern', 'name: a\npatterns:\n  - id: p\n    pattern: "([a-z0-9-]+\\\\.?)*x"\n', 'patterns.0.pattern'],
    ['the name of the built-in rules', 'name: builtin\nrules: []\n', 'name'],
    ['a pattern that is no address', "name: a\nwhen: ['*shop.example*']\n", 'when.0'],
    ['no name', 'rules: []\n', 'name'],
    ['YAML that is none', 'name: [\n', 'cannot be read'],
  ])('%s', (_, text, told) => {
    expect(faultOf(text)).toContain(told);
  });

  test('a file that is not there', () => {
    expect(() => loadPolicy({ policyFiles: [join(folder, 'missing.yaml')] })).toThrow(ConfigError);
  });

  test('one id for two rules', () => {
    expect(() => book('name: a\nrules:\n  - mask: .x\n    id: one\n  - block: .y\n    id: one\n')).toThrow(/id of two rules/);
  });
});

describe('selectors', () => {
  test.each([
    '.a',
    'a > b',
    '[data-x="a,b>c"]',
    ':is(.a, .b) :not([x])',
    'form:has(> input)',
    'input[name*="x" i]',
    '#a\\:b',
    'a, b',
    'li:nth-child(2n+1)',
  ])('%s is one', (text) => {
    expect(selectorFault(text)).toBeUndefined();
  });

  test.each(['', ' ', '<b>', 'a,', ',a', 'a >', '> a', 'a::before', 'a:eq(1)', ':input', '[a!=b]', 'a[', 'a:hover', ')', 'a:not('])(
    '%j is none',
    (text) => {
      expect(selectorFault(text)).toBeTypeOf('string');
    },
  );
});

describe('patterns', () => {
  test.each(['\\d{4}-\\d{7}', '(?:ab|cd)x?', '[A-Z]{2}\\d{2,8}', 'a{1,64}b{1,64}'])('%s is quick', (text) => {
    expect(patternFault(text)).toBeUndefined();
  });

  test.each([
    'a+',
    'a*',
    '.*x',
    'a{2,}',
    '(a{1,9}){2,9}',
    '(?:a|ab){2,30}',
    '(a)\\1',
    '(?=a)b',
    '(?<n>a)',
    '(',
    'a?',
    'x{1,99}y{1,99}z{1,99}',
  ])('%s is refused', (text) => {
    expect(patternFault(text)).toBeTypeOf('string');
  });

  // What a careless rule would do to every text of every page: minutes of a blocked gateway.
  test('no pattern that passes is slow on the text that is worst for it', () => {
    const started = performance.now();
    for (const text of ['(?:[a-z0-9-]{1,63}\\.){3}x', 'a{1,64}b{1,64}c', '[a-z]{1,64}[a-z]{1,64}!']) {
      if (patternFault(text) === undefined) new RegExp(text, 'gi').exec('a'.repeat(5000));
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('globs', () => {
  test.each([
    ['*.shop.example', 'www.shop.example', true],
    ['*.shop.example', 'shop.example', false],
    ['*.shop.example', 'evilshop.example', false],
    ['shop.example', 'shop.example', true],
    ['*', '', true],
    ['a*b*c', 'aXbYc', true],
    ['a*b*c', 'acb', false],
    ['a*a', 'a', false],
    ['*a*', 'bab', true],
    ['ab*ba', 'aba', false],
  ])('%s and %s: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('time grows with the length and not with the number of stars', () => {
    const started = performance.now();
    matchesGlob(`${'*a'.repeat(100)}b`, 'a'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(500);
  });

  test('allow is about hosts, of http and https alone', () => {
    expect(mayOpenHost([], 'https://any.example/')).toBe(true);
    expect(mayOpenHost([], 'file:///etc/passwd')).toBe(false);
    expect(mayOpenHost(['shop.example'], 'https://shop.example:444/')).toBe(true);
    expect(mayOpenHost(['shop.example:443'], 'https://shop.example:444/')).toBe(false);
    expect(mayOpenHost(['shop.example:443'], 'https://shop.example/')).toBe(true);
    expect(mayOpenHost(['shop.example'], 'https://shop.example@evil.example/')).toBe(false);
  });
});

test('private by default: everything is hidden with title and query, and what is listed is shown', () => {
  const policy = book('name: own\nwhen: ["https://bank.example/*"]\nmaskAll: true\nrules: [{ unmask: .open, reason: is open }]');
  const [first, ...others] = policy.forUrl('https://bank.example/').rules;
  expect(first).toMatchObject({ id: 'builtin/mask-all', kind: 'mask', target: { selector: 'body,:root:not(html)' } });
  expect(others.map(({ kind }) => kind)).toContain('unmask');
  expect(policy.forUrl('https://bank.example/')).toMatchObject({ maskTitle: true, maskUrlQuery: true });
  expect(policy.forUrl('https://shop.example/').rules.map(({ id }) => id)).not.toContain('builtin/mask-all');
  // Walking on to a pay page bares nothing, and what the shop lists shows nothing there.
  const walked = policy.forUrl('https://pay.example/', 'https://bank.example/').rules;
  expect(walked[0]?.id).toBe('builtin/mask-all');
  expect(walked.some(({ kind }) => kind === 'unmask')).toBe(false);
  expect(policy.effective('https://bank.example/').map(({ id }) => id)).toContain('own/all');
});

describe('masks of a part, and for some', () => {
  const maskOf = (text: string, ...watching: ('agent' | 'supervisor' | 'observer' | 'friend')[]) =>
    book(text)
      .forUrl('https://shop.example/', undefined, new Set(watching))
      .rules.filter(({ id }) => id.startsWith('own/'));

  test('[M10] a rule for some roles holds while one of them watches, and for everybody when nobody does', () => {
    const text = 'name: own\nrules: [{ mask: .salary, id: salary, for: [agent, observer] }, { mask: .name, id: name }]';
    const ids = (...watching: ('agent' | 'supervisor' | 'observer' | 'friend')[]) => maskOf(text, ...watching).map(({ id }) => id);
    expect(ids('supervisor')).toEqual(['own/name']);
    expect(ids('supervisor', 'observer')).toEqual(['own/salary', 'own/name']);
    // Nobody of the company's: no rule was lifted for them.
    expect(ids('supervisor', 'friend')).toEqual(['own/salary', 'own/name']);
    expect(ids('agent')).toEqual(['own/salary', 'own/name']);
    expect(ids()).toEqual(['own/salary', 'own/name']);
    expect(maskOf(text)[0]).not.toHaveProperty('for');
    expect(
      book(text)
        .effective('https://shop.example/')
        .find(({ id }) => id === 'own/salary')?.for,
    ).toEqual(['agent', 'observer']);
  });

  test('two sets of watchers with the same rules have one policy: nothing is described again', () => {
    const one = book('name: own\nrules: [{ mask: .salary, for: [agent, senior] }]');
    const version = (role: 'agent' | 'senior' | 'supervisor') => one.forUrl('https://shop.example/', undefined, new Set([role])).version;
    expect(version('agent')).toBe(version('senior'));
    expect(version('agent')).not.toBe(version('supervisor'));
  });

  test('[M11] rectangles are percent of the canvas, or pixels of one of a stated size', () => {
    const rect = '{ left: 10%, top: 0%, width: 50%, height: 12.5% }';
    expect(maskOf(`name: own\nrules: [{ mask: '#a', regions: [${rect}] }]`)[0]?.regions).toEqual({
      of: [{ at: [0.1, 0, 0.5, 0.125], unit: 'part' }],
    });
    const pixels = '{ left: 10px, top: 0px, width: 50px, height: 12px }';
    const rule = maskOf(`name: own\nrules: [{ mask: '#a', regions: [${pixels}], size: { width: 300, height: 150 } }]`)[0];
    expect(rule?.regions).toEqual({ of: [{ at: [10, 0, 50, 12], unit: 'px' }], size: [300, 150] });
  });

  test.each([
    ["{ mask: '#a', regions: [{ left: 10px, top: 0px, width: 50px, height: 12px }] }", 'without a size'],
    ["{ mask: '#a', regions: [{ left: 10px, top: 0%, width: 50px, height: 12px }], size: { width: 3, height: 3 } }", 'mixes units'],
    ["{ mask: '#a', hide: true, regions: [{ left: 1%, top: 0%, width: 50%, height: 12% }] }", 'hides whole and in parts'],
    ["{ mask: '#a', regions: [{ left: 1%, top: 0%, width: 150%, height: 12% }] }", 'more than the canvas'],
    ["{ mask: '#a', regions: [{ left: 1em, top: 0%, width: 50%, height: 12% }] }", 'is no length'],
    ["{ mask: '#a', size: { width: 3, height: 3 } }", 'a size without regions'],
    ['{ mask: { role: button, name: x }, regions: [{ left: 1%, top: 0%, width: 50%, height: 12% }] }', 'of something named'],
    ["{ mask: '#a', for: [customer] }", 'for'],
    ["{ unmask: '#a', reason: because, for: [agent] }", 'for'],
  ])('refuses %s', (rule, finding) => {
    expect(faultOf(`name: own\nrules: [${rule}]`)).toContain(finding);
  });
});
