/**
 * Puts canaries into everything that the policy masks on this document. What is masked is asked of the rules themselves, not
 * of the serialiser that is being tested; a canary that would take an element out of its own rule is taken back. Nothing is
 * submitted, no address is loaded, and fields tell their page of what was put in, as they do of what a hand types: a page
 * that repeats it elsewhere is what the test is for.
 */
import { PROTECTED_FIELDS } from '../../shared/masked-content.ts';
import { canaryOf, MAX_CANARIES, type PlantOrder, type Planted, type PlantedPlace } from '../../shared/leak-test.ts';
import { NEVER_UNMASKED, type Policy, type PolicyRule } from '../../shared/policy.ts';
import { namesOf, roleOf } from '../capture/accessible-name.ts';
import type { Natives } from '../natives.ts';

export interface PlantDeps {
  readonly natives: Natives;
  readonly document: Document;
  readonly policy: Policy;
  readonly shadowOf: (element: Element) => ShadowRoot | undefined;
  readonly isOwn: (node: Node) => boolean;
}

/** What hides an element, and what bares it again. */
interface Hiding {
  readonly rule: string;
  /** The element that the rule points at, and how to ask whether it still does. */
  readonly holds: () => boolean;
  readonly lifted: string | null;
  readonly isProtected: boolean;
}

const PROTECTED = 'builtin/protected-fields';
const ATTRIBUTES = ['title', 'alt', 'placeholder', 'label', 'summary', 'datetime', 'abbr', 'aria-label', 'aria-description'];
/** Attributes that any element may have; the others only where the page has them already. */
const ANYWHERE = new Set(['title', 'aria-description']);
/** Their text is no text of the page. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'title']);

export function plant(deps: PlantDeps, order: PlantOrder): Planted {
  return new Planter(deps, order).plant();
}

class Planter {
  readonly #deps: PlantDeps;
  readonly #order: PlantOrder;
  readonly #salt: string;
  readonly #places: PlantedPlace[] = [];
  readonly #at: number[] = [];
  readonly #matched = new Set<string>();
  readonly #masks: readonly PolicyRule[];
  readonly #lifts: readonly PolicyRule[];
  /** Told after all is planted, so that the page does not move under the walk. */
  readonly #changed: Element[] = [];

  constructor(deps: PlantDeps, order: PlantOrder) {
    this.#deps = deps;
    this.#order = order;
    const bytes = crypto.getRandomValues(new Uint8Array(2));
    this.#salt = [...bytes].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'.charAt(byte & 31)).join('');
    this.#masks = deps.policy.rules.filter(({ kind }) => kind === 'mask');
    this.#lifts = deps.policy.rules.filter(({ kind }) => kind === 'unmask');
  }

  plant(): Planted {
    const { natives: n, document } = this.#deps;
    this.#probe();
    const root = n.documentElement(document);
    if (root) this.#walk(root, undefined);
    this.#aboutThePage();
    const control = this.#openly();
    for (const element of this.#changed)
      for (const type of ['input', 'change']) n.dispatchEvent(element, new n.Event(type, { bubbles: true }));
    return { salt: this.#salt, places: this.#places, at: this.#at, matched: [...this.#matched], control };
  }

  /** Fields that are masked on every page, on this one too. */
  #probe(): void {
    const { natives: n, document } = this.#deps;
    const body = n.body(document);
    if (!body) return;
    const box = n.createElement(document, 'div');
    for (const [name, value] of [
      ['type', 'password'],
      ['autocomplete', 'one-time-code'],
      ['autocomplete', 'cc-number'],
    ] as const) {
      const field = n.createElement(document, 'input');
      n.setAttribute(field, name, value);
      n.appendChild(box, field);
    }
    n.appendChild(body, box);
  }

  #walk(element: Element, around: Hiding | undefined): void {
    const { natives: n, isOwn, shadowOf } = this.#deps;
    if (isOwn(element)) return;
    const hiding = this.#hidingOf(element, around);
    if (hiding) this.#fill(element, hiding);
    for (const child of [...n.childNodes(element)]) if (n.nodeType(child) === 1) this.#walk(child as Element, hiding); // 1: an element
    const shadow = shadowOf(element);
    for (const child of shadow ? [...n.childNodes(shadow)] : []) {
      if (n.nodeType(child) === 1)
        this.#walk(child as Element, hiding); // as above
      else if (hiding) this.#text(child, hiding);
    }
  }

  #hidingOf(element: Element, around: Hiding | undefined): Hiding | undefined {
    const { natives: n } = this.#deps;
    const masks = this.#masks.filter((rule) => this.#points(rule, element));
    for (const { id } of masks) this.#matched.add(id);
    // What nothing lifts goes first.
    const mask = masks.find(({ id }) => NEVER_UNMASKED.has(id)) ?? masks[0];
    const isProtected = n.matches(element, PROTECTED_FIELDS) || (mask !== undefined && NEVER_UNMASKED.has(mask.id));
    const lift = this.#lifts.find((rule) => this.#points(rule, element));
    const holds = mask ? () => this.#points(mask, element) : () => n.matches(element, PROTECTED_FIELDS);
    const here = mask || isProtected ? { rule: mask?.id ?? PROTECTED, holds, lifted: null, isProtected } : around;
    if (!here || !lift || here.isProtected) return here;
    return { ...here, lifted: lift.id };
  }

  #points({ target }: PolicyRule, element: Element): boolean {
    const { natives: n } = this.#deps;
    if ('selector' in target) return n.matches(element, target.selector);
    const role = roleOf(n, element);
    if (!role || (target.role !== 'any' && target.role !== role)) return false;
    const name = new RegExp(`^(?:${target.name})$`, 'iu');
    return namesOf(n, element, role).some((one) => name.test(one));
  }

  #fill(element: Element, hiding: Hiding): void {
    const { natives: n, document } = this.#deps;
    const tag = n.localName(element);
    for (const name of ATTRIBUTES) {
      if (!ANYWHERE.has(name) && !n.hasAttribute(element, name)) continue;
      this.#attribute(element, name, `attribute ${name}`, hiding);
    }
    this.#attribute(element, 'data-samepage-canary', 'attribute data', hiding);
    if (n.hasAttribute(element, 'href') && tag === 'a') this.#attribute(element, 'href', 'address', hiding, (canary) => `?${canary}`);
    this.#attribute(element, 'class', 'class', hiding, (canary) => `${n.getAttribute(element, 'class') ?? ''} ${canary}`.trim());
    this.#attribute(element, 'style', 'style', hiding, (canary) => `${n.getAttribute(element, 'style') ?? ''};--canary:"${canary}"`);
    this.#value(element, tag, hiding);
    if (SILENT.has(tag)) return;
    for (const child of [...n.childNodes(element)]) this.#text(child, hiding);
    if (tag === 'select' || tag === 'textarea' || tag === 'input') return;
    const canary = this.#next('comment', hiding);
    if (canary !== undefined) n.appendChild(element, document.createComment(canary));
  }

  #attribute(element: Element, name: string, kind: string, hiding: Hiding, write = (canary: string) => canary): void {
    const { natives: n } = this.#deps;
    const before = n.getAttribute(element, name);
    this.#try(kind, hiding, (canary) => {
      n.setAttribute(element, name, write(canary));
      return () => (before === null ? n.removeAttribute(element, name) : n.setAttribute(element, name, before));
    });
  }

  #text(node: Node, hiding: Hiding): void {
    const { natives: n } = this.#deps;
    if (n.nodeType(node) !== 3) return;
    const text = node as Text; // type 3 is text
    const before = n.data(text);
    if (before.trim() === '') return;
    this.#try('text', hiding, (canary) => {
      n.setData(text, canary);
      return () => n.setData(text, before);
    });
  }

  #value(element: Element, tag: string, hiding: Hiding): void {
    const { natives: n } = this.#deps;
    if (tag === 'option' && n.hasAttribute(element, 'value')) this.#attribute(element, 'value', 'attribute value', hiding);
    if (tag === 'textarea') {
      const area = element as HTMLTextAreaElement; // the tag says so
      const before = n.textAreaValue(area);
      this.#try('value', hiding, (canary) => {
        n.setTextAreaValue(area, canary);
        return () => n.setTextAreaValue(area, before);
      });
      this.#changed.push(element);
    }
    if (tag !== 'input') return;
    const field = element as HTMLInputElement; // the tag says so
    const type = n.inputType(field);
    if (/^(?:text|search|tel|url|email|password|hidden)$/.test(type)) {
      const before = n.inputValue(field);
      this.#try('value', hiding, (canary) => {
        n.setInputValue(field, canary);
        return () => n.setInputValue(field, before);
      });
      this.#changed.push(element);
    } else if (/^(?:checkbox|radio|button|submit|reset)$/.test(type)) this.#attribute(element, 'value', 'attribute value', hiding);
  }

  /** Title, address, history, and what a browser keeps: of the whole page. */
  #aboutThePage(): void {
    const { natives: n, document, policy } = this.#deps;
    const whole = (rule: string): Hiding => ({ rule, holds: () => true, lifted: null, isProtected: true });
    const title = policy.maskTitle ? this.#next('title', whole('title')) : undefined;
    if (title !== undefined) document.title = title;
    if (!policy.maskUrlQuery) return;
    const canary = this.#next('address of the page', whole('query'));
    if (canary === undefined) return;
    const { pathname, search } = n.location;
    try {
      n.historyReplace(n.history, n.history.state, '', `${pathname}${search}${search === '' ? '?' : '&'}${canary}#${canary}`);
    } catch {
      // A document without an address of its own (about:blank, a sandbox) has no query either: what was counted is not there.
    }
  }

  /** What is not masked: the control, what the patterns must find, and a repetition of what was put into fields. */
  #openly(): boolean {
    const { natives: n, document } = this.#deps;
    const body = n.body(document);
    if (!body) return false;
    const line = (text: string): void => {
      const paragraph = n.createElement(document, 'p');
      n.setTextContent(paragraph, text);
      n.setAttribute(paragraph, 'title', text);
      n.appendChild(body, paragraph);
    };
    for (const { text } of this.#order.samples) line(`Number ${text}.`);
    for (const [index, place] of this.#at.entries()) {
      const where = this.#places[place];
      if (where?.kind === 'value' && where.lifted === null) line(`You wrote ${canaryOf(this.#order.stem, this.#salt, index)}.`);
    }
    line(this.#order.control);
    let around: Hiding | undefined;
    for (const element of [n.documentElement(document), body]) if (element) around = this.#hidingOf(element, around);
    return around === undefined || around.lifted !== null;
  }

  /** `put` writes the canary and hands back how to undo that. */
  #try(kind: string, hiding: Hiding, put: (canary: string) => () => void): void {
    const canary = this.#next(kind, hiding);
    if (canary === undefined) return;
    const undo = put(canary);
    if (hiding.holds()) return;
    undo();
    this.#at.pop();
  }

  #next(kind: string, { rule, lifted }: Hiding): string | undefined {
    if (this.#at.length >= MAX_CANARIES) return undefined;
    let place = this.#places.findIndex((one) => one.rule === rule && one.kind === kind && one.lifted === lifted);
    if (place < 0) place = this.#places.push({ rule, kind, lifted }) - 1;
    this.#at.push(place);
    return canaryOf(this.#order.stem, this.#salt, this.#at.length - 1);
  }
}
