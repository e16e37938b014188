/**
 * What is hidden and what is blocked, decided below the serialiser: no message with a masked text in it ever exists. Every
 * outgoing string passes one of the methods here. Whatever fails in here drops the node, never the mask.
 */
import { blockedNames } from '../shared/block-phrases.ts';
import { domLimits, nodeFlags } from '../shared/dom-ops.ts';
import {
  compilePatterns,
  findPatterns,
  isGeometry,
  maskedAttribute,
  maskedStyle,
  PROTECTED_FIELDS,
  type CompiledPattern,
} from '../shared/masked-content.ts';
import { MASK_TEXT, NEVER_UNMASKED, type Policy, type PolicyRule } from '../shared/policy.ts';
import { partsAt, type Region } from './capture/regions.ts';
import { namesOf, roleOf, type NamedRole } from './capture/accessible-name.ts';
import type { CssNames } from './capture/css-names.ts';
import { cleanCss } from './capture/css-text.ts';
import { Pieces } from './capture/pieces.ts';
import type { TaintSet } from './capture/taint.ts';
import type { Natives } from './natives.ts';
import { namesAsked, partsOf, reaches, RuleIndex } from './rule-index.ts';

/** What the rules say of one element, by itself. */
export interface Decision {
  /** Undefined: as its parent. */
  readonly masked: boolean | undefined;
  /** Only a box of its size is shown. */
  readonly hide: boolean;
  readonly blocked: boolean;
  /** Of a canvas: what is painted over, as parts of it. */
  readonly regions?: readonly Region[];
  /** `reaches` of the rules that had a say, or'ed. */
  readonly reach: number;
}

/** What one selector that an element matches says of it. No rule: the fields that are protected without one. */
interface Said {
  readonly kind: PolicyRule['kind'];
  readonly rule: PolicyRule | undefined;
  readonly reach: number;
}

interface NameRule {
  readonly rule: PolicyRule;
  readonly role: NamedRole | 'any';
  readonly name: RegExp;
}

/** Characters behind a cut in which a masked value may go on. */
const OVER = 256;

const nothing: Decision = { masked: undefined, hide: false, blocked: false, reach: reaches.own };

export class Mask {
  /** Hides what no rule points at: pieces of a PDF's text. */
  also: ((element: Element) => boolean) | undefined;
  readonly taint: TaintSet;
  /** Addresses that style sheets show in masked elements alone. */
  readonly sealed = new Set<string>();
  readonly policy: Policy;
  /** Rules that ask for ancestors: matched anew when one of `belowNames` changes, or something moves. Empty: none. */
  readonly below: string;
  readonly belowNames: ReadonlySet<string>;
  /** Rules that ask for siblings, places or states: matched anew before each flush. Empty: none. */
  readonly anywhere: string;
  /** Everything masked by selector. */
  readonly maskSelector: string;
  /** What can be masked by selector at all is among what this finds, at a fraction of the cost. */
  readonly maskable: string;
  readonly #natives: Natives;
  readonly #names: CssNames;
  readonly #pieces: Pieces;
  readonly #shadowOf: (element: Element) => ShadowRoot | undefined;
  #slotted = new WeakMap<Node, boolean>();
  readonly #patterns: readonly CompiledPattern[];
  readonly #index: RuleIndex<Said>;
  #decided = new WeakMap<Element, Decision>();
  readonly #byName: readonly NameRule[];
  readonly #isBlocked: (name: string, role: string) => boolean;
  /** What no `unmask` lifts: fields that say so themselves, and what the rules of NEVER_UNMASKED point at. */
  readonly #protected: string;
  /** Fields that were a password once stay one: "show password" makes them text. */
  readonly #wasProtected = new WeakSet<Element>();
  readonly #lifts: boolean;
  readonly #lifting: string;
  #hits: Record<string, number> = {};

  constructor(
    natives: Natives,
    document: Document,
    policy: Policy,
    names: CssNames,
    taint: TaintSet,
    shadowOf: (element: Element) => ShadowRoot | undefined,
  ) {
    const n = natives;
    this.#shadowOf = shadowOf;
    this.taint = taint;
    this.#pieces = new Pieces(n, taint);
    this.#natives = natives;
    this.policy = policy;
    this.#names = names;
    this.#patterns = compilePatterns(policy.patterns);
    const byName: NameRule[] = [];
    const index = new RuleIndex<Said>(natives);
    const masks = new RuleIndex<Said>(natives);
    const again = { below: [] as string[], anywhere: [] as string[] };
    const add = (selector: string, kind: Said['kind'], rule: Said['rule']): void => {
      // A selector that this browser does not understand throws here: then nothing is ever described.
      n.matches(n.createElement(document, 'i'), selector);
      for (const part of partsOf(selector)) {
        const said = { kind, rule, reach: part.reach };
        index.add(part, said);
        if (kind === 'mask') masks.add(part, said);
        if (part.reach === reaches.below) again.below.push(part.selector);
        else if (part.reach === reaches.anywhere) again.anywhere.push(part.selector);
      }
    };
    add(PROTECTED_FIELDS, 'mask', undefined);
    for (const rule of policy.rules) {
      if ('selector' in rule.target) add(rule.target.selector, rule.kind, rule);
      else byName.push({ rule, role: rule.target.role, name: new RegExp(`^(?:${rule.target.name})$`, 'iu') });
    }
    this.#index = index;
    this.#byName = byName;
    this.#isBlocked = blockedNames(policy.blockNames);
    const masking = policy.rules.filter(({ kind }) => kind === 'mask').map(selectorOf);
    const never = policy.rules.filter(({ id, kind }) => kind === 'mask' && NEVER_UNMASKED.has(id)).map(selectorOf);
    this.#protected = [PROTECTED_FIELDS, ...never].filter(Boolean).join(',');
    this.maskSelector = [...masking, PROTECTED_FIELDS].filter(Boolean).join(',');
    this.maskable = masks.coarse;
    this.below = again.below.join(',');
    this.belowNames = new Set(again.below.flatMap((selector) => [...namesAsked(selector)]));
    this.anywhere = again.anywhere.join(',');
    this.#lifting = policy.rules
      .filter(({ kind }) => kind === 'unmask')
      .map(selectorOf)
      .filter(Boolean)
      .join(',');
    this.#lifts = policy.rules.some(({ kind }) => kind === 'unmask');
  }

  /** Some masks are found by role and name: every field must be asked. */
  get masksByName(): boolean {
    return this.#byName.some(({ rule }) => rule.kind === 'mask');
  }

  /** Some rule lifts a mask. */
  get lifts(): boolean {
    return this.#lifts;
  }

  /** From here on the page may be another: what was decided counts no more. */
  again(): void {
    this.#decided = new WeakMap();
    this.#pieces.again();
    this.#slotted = new WeakMap();
  }

  /** `decide`, once for each element until `again`: while one flush or slice runs, nothing of the page does. */
  decision(element: Element): Decision {
    let known = this.#decided.get(element);
    if (!known) this.#decided.set(element, (known = this.decide(element)));
    return known;
  }

  /** Is it masked by a selector, or protected? */
  isMaskedBySelector(element: Element): boolean {
    return this.#wasProtected.has(element) || this.#index.matching(element).some(({ kind }) => kind === 'mask');
  }

  /** How far something masked is scrolled tells how long it is; who is to read what an `unmask` rule shows in it must follow. */
  mayScroll(element: Element, masked: boolean): boolean {
    return !masked || (this.#lifting !== '' && this.#natives.querySelector(element, this.#lifting) !== null);
  }

  /** Are the children of this shadow host shown in something masked? Those of one slot cannot be told from those of another. */
  isSlotted(host: Node | null): boolean {
    const n = this.#natives;
    const known = host && this.#slotted.get(host);
    if (!host || known !== undefined || n.nodeType(host) !== 1) return known === true; // 1: an element
    const root = this.#shadowOf(host as Element); // as above
    let is = false;
    for (const slot of root ? n.fragmentQueryAll(root, 'slot') : [])
      for (let at: Node | null = slot; at && !is && at !== root; at = n.parentNode(at)) is = this.isMaskedBySelector(at as Element); // below a root are elements
    this.#slotted.set(host, is);
    return is;
  }

  /** Throws when a selector does; the caller drops the node. */
  decide(element: Element): Decision {
    const n = this.#natives;
    const said = this.#index.matching(element);
    let isProtected = this.#wasProtected.has(element);
    let masked: boolean | undefined = this.also?.(element) ? true : undefined;
    let hide = false;
    let blocked = false;
    let regions: Region[] | undefined;
    let reach: number = reaches.own;
    const counted = new Set<PolicyRule>();
    for (const { kind, rule, reach: far } of said) {
      reach |= far;
      if (kind === 'mask' && rule?.regions) {
        const parts = partsAt(n, element, rule.regions);
        if (parts) (regions ??= []).push(...parts);
        else masked = true;
      } else if (kind === 'mask') {
        masked = true;
        hide ||= rule?.hide === true;
        isProtected ||= rule === undefined || NEVER_UNMASKED.has(rule.id);
      } else if (kind === 'block') blocked = true;
      else continue;
      // Each rule may stand here with several of its selectors.
      if (rule && !counted.has(rule)) this.#hit(rule);
      if (rule) counted.add(rule);
    }
    if (isProtected) {
      this.#wasProtected.add(element);
      masked = true;
    }
    if (this.isSlotted(n.parentNode(element))) masked = true;
    const role = this.#byName.length > 0 || this.policy.blockNames.length > 0 ? roleOf(n, element) : undefined;
    const names = role ? namesOf(n, element, role) : [];
    const named = (kind: PolicyRule['kind']): NameRule | undefined =>
      this.#byName.find(
        ({ rule, role: wanted, name }) =>
          rule.kind === kind && (wanted === 'any' || wanted === role) && names.some((one) => name.test(one)),
      );
    if (role) {
      const mask = named('mask');
      if (mask) {
        masked = true;
        hide ||= mask.rule.hide === true;
        isProtected ||= NEVER_UNMASKED.has(mask.rule.id);
        this.#hit(mask.rule);
      }
      const block = named('block');
      if (block) this.#hit(block.rule);
      blocked ||= block !== undefined;
      if (!blocked && role !== 'textbox' && names.some((name) => this.#isBlocked(name, role))) {
        blocked = true;
        this.#hits['builtin/block-names'] = (this.#hits['builtin/block-names'] ?? 0) + 1;
      }
    }
    const isLifted = !isProtected && (said.some(({ kind }) => kind === 'unmask') || (role && named('unmask')));
    if (isLifted && !this.#isInProtected(element)) {
      masked = false;
      hide = false;
      regions = undefined;
    }
    if (blocked && (said.some(({ kind }) => kind === 'unblock') || (role && named('unblock')))) blocked = false;
    if (masked === undefined && !blocked && !regions && reach === reaches.own) return nothing;
    return { masked, hide, blocked, reach, ...(regions ? { regions } : {}) };
  }

  /** `nodeFlags` of a decision under a parent that is masked or not. */
  static flags({ masked, blocked }: Decision, inherited: boolean): number {
    return (masked ? nodeFlags.masked : 0) | (masked === false && inherited ? nodeFlags.unmasked : 0) | (blocked ? nodeFlags.blocked : 0);
  }

  /** Text of a text node. */
  text(node: Node, text: string, masked: boolean): string {
    if (!masked && !this.#pieces.isPiece(node)) return this.clean(text);
    return text.trim() === '' ? ' ' : MASK_TEXT;
  }

  /** Value of a field. Whether it is filled may be seen, nothing else. */
  value(value: string, masked: boolean): string {
    if (!masked) return this.clean(value);
    return value === '' ? '' : MASK_TEXT;
  }

  /** A string that is shown, up to `max` characters: patterns and masked values of elsewhere taken out. */
  clean(whole: string, max: number = domLimits.textLength): string {
    // Cut off behind a value that stands across the end: half of it would not be found.
    const text = whole.length > max ? whole.slice(0, max + OVER) : whole;
    if (text.length < 4) return text;
    let out = text;
    if (this.#patterns.length > 0) {
      const hits = findPatterns(text, this.#patterns).sort((a, b) => b[0] - a[0]);
      let last = Infinity;
      for (const [start, end, id] of hits) {
        if (end > last) continue;
        out = out.slice(0, start) + MASK_TEXT + out.slice(end);
        last = start;
        this.#hits[id] = (this.#hits[id] ?? 0) + 1;
      }
    }
    out = this.taint.clean(out);
    return out.length > max ? out.slice(0, max) : out;
  }

  /** An attribute as it may leave, or null. Addresses are none of this method's: resources.ts has made them `asset:n`. */
  attribute(name: string, value: string, masked: boolean, isField = false): string | null {
    if (name === 'class' || name === 'id') return this.#tokens(value, masked && name === 'class', masked && name === 'id');
    if (name === 'style') return masked ? maskedStyle(value, isField, this.#natives.supports) : this.css(value);
    if (masked) return maskedAttribute(name, value, isField);
    return isGeometry(name) ? this.taint.clean(value) : this.clean(value);
  }

  /** CSS text. Values hide in strings, names, custom properties, attribute selectors and addresses; the words of CSS itself stay. */
  css(text: string): string {
    if (this.taint.isEmpty && this.#patterns.length === 0) return text;
    return cleanCss(text, (part) => this.clean(part));
  }

  takeHits(): Readonly<Record<string, number>> | undefined {
    const hits = this.#hits;
    this.#hits = {};
    return Object.keys(hits).length > 0 ? hits : undefined;
  }

  /** Under a mask only names that style sheets speak of; an id never. */
  #tokens(value: string, onlyStyled: boolean, isMaskedId: boolean): string | null {
    if (isMaskedId) return null;
    const { classes, incomplete } = this.#names;
    const tokens = value.split(/\s+/).filter((token) => {
      if (token === '' || this.taint.holds(token) || (token.length > 7 && findPatterns(token, this.#patterns).length > 0)) return false;
      // Where a sheet cannot be read, names without long numbers pass: they are words of a designer, not of a customer.
      return !onlyStyled || classes.has(token) || (incomplete && token.length <= 40 && !/\d{3}|@|%/.test(token));
    });
    // An empty one is asked for all the same (`a:not([class])`).
    return tokens.length > 0 || !onlyStyled ? tokens.join(' ') : null;
  }

  /** A card field made of a custom element or an editable region has parts inside: no rule bares these either. */
  #isInProtected(element: Element): boolean {
    const n = this.#natives;
    for (let at: Node | null = element; at; at = n.parentNode(at) ?? (n.nodeType(at) === 11 ? n.shadowHost(at as ShadowRoot) : null)) {
      // 1: an element; 11: a shadow root, or a fragment, which has no host
      if (n.nodeType(at) === 1 && (this.#wasProtected.has(at as Element) || n.matches(at as Element, this.#protected))) return true; // as above
    }
    return false;
  }

  #hit(rule: PolicyRule): void {
    this.#hits[rule.id] = (this.#hits[rule.id] ?? 0) + 1;
  }
}

function selectorOf(rule: PolicyRule): string {
  return 'selector' in rule.target ? rule.target.selector : '';
}
