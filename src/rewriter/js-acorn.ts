/**
 * The same rules as `text/js-rules.ts` over acorn's syntax tree: the truth where the token scanner is unsettled, and its
 * oracle in tests. Slower by a factor of twenty, so it runs in a worker.
 */
import { parse, type Node, type Options } from 'acorn';
import { parameterValue, prepareEdits, shorthandValue, type PreparedJs, type Wrap } from './text/js-edits.ts';
import { isAbsoluteSpecifier, isRelativeSpecifier, keyedNames, mentionsGuarded, outerNames, windowNames } from './text/js-words.ts';
import type { JsOptions } from './text/index.ts';
import type { Aliases } from './text/types.ts';

export type ParsedJs = PreparedJs | { readonly failed: string };

/** Edits by syntax tree; `failed` when the text is no script and no module either. */
export function prepareJsByParser(text: string, options: JsOptions): ParsedJs {
  if (!mentionsGuarded(text, options)) return { text, specifiers: [] };
  const tree = parseAs(text, options.kind);
  if (typeof tree === 'string') return { failed: tree };
  return prepareEdits(text, new TreeRules(text, options).run(tree));
}

/** The tree, or what is wrong with the text. */
function parseAs(text: string, kind: JsOptions['kind']): AnyNode | string {
  const options: Options = {
    ecmaVersion: 'latest',
    sourceType: kind === 'module' ? 'module' : 'script',
    allowHashBang: true,
    allowReturnOutsideFunction: kind === 'event',
    allowSuperOutsideMethod: true,
    preserveParens: true,
    // A duplicate export or an undeclared private name is for the browser to report.
    checkPrivateFields: false,
  };
  try {
    return asAny(parse(text, options));
  } catch (error) {
    if (options.sourceType === 'module' || kind === 'event') return String(error);
    // A file asked for as script may be a module: Sec-Fetch-Dest does not tell.
    try {
      return asAny(parse(text, { ...options, sourceType: 'module' }));
    } catch {
      return String(error); // the first error is the one that fits what the file was asked for as
    }
  }
}

/** Fields of any node, read by name: acorn's own union would need a case for each of its seventy types. */
type AnyNode = Node & { readonly [field: string]: unknown };

function asAny(node: Node): AnyNode {
  return node as AnyNode; // widens only: every field stays unknown until it is checked
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

interface Visit {
  readonly node: AnyNode;
  readonly parent: AnyNode | undefined;
  readonly field: string;
  readonly above: Visit | undefined;
}

class TreeRules {
  readonly #text: string;
  readonly #worker: boolean;
  readonly #native: boolean;
  readonly #event: boolean;
  readonly #aliases: Aliases | undefined;
  readonly #wraps: Wrap[] = [];
  readonly #inserts: { at: number; text: string }[] = [];
  readonly #specifiers: { start: number; end: number }[] = [];

  constructor(text: string, options: JsOptions) {
    this.#text = text;
    this.#worker = options.kind === 'worker';
    this.#native = options.location === 'native';
    this.#event = options.kind === 'event';
    this.#aliases = options.aliases;
  }

  run(tree: AnyNode): { wraps: Wrap[]; inserts: { at: number; text: string }[]; specifiers: { start: number; end: number }[] } {
    // A stack of our own: minified chains of operators nest deeper than the language's stack.
    const stack: Visit[] = [{ node: tree, parent: undefined, field: '', above: undefined }];
    for (let visit = stack.pop(); visit; visit = stack.pop()) {
      this.#visit(visit);
      for (const field of Object.keys(visit.node)) {
        const value = visit.node[field];
        if (Array.isArray(value)) {
          for (const item of value) if (isNode(item)) stack.push({ node: item, parent: visit.node, field, above: visit });
        } else if (isNode(value)) stack.push({ node: value, parent: visit.node, field, above: visit });
      }
    }
    return { wraps: this.#wraps, inserts: this.#inserts, specifiers: this.#specifiers };
  }

  #visit(visit: Visit): void {
    const { node } = visit;
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
        this.#specifier(node['source']);
        return;
      case 'ImportExpression':
        this.#dynamicImport(node['source']);
        return;
    }
    switch (node.type) {
      case 'MetaProperty':
        this.#meta(visit);
        return;
      case 'MemberExpression':
        this.#member(visit);
        return;
      case 'CallExpression':
        this.#resolve(node);
        if (!this.#worker) this.#call(node);
        return;
      case 'Identifier':
        if (!this.#worker && (node['name'] === 'location' || node['name'] === 'eval')) this.#name(visit);
        return;
      case 'VariableDeclarator':
        if (!this.#worker) this.#pattern(node['id'], node['init']);
        return;
      case 'AssignmentExpression':
        if (!this.#worker && node['operator'] === '=') this.#pattern(node['left'], node['right']);
        return;
      case 'AssignmentPattern':
        if (!this.#worker) this.#pattern(node['left'], node['right']);
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        if (!this.#worker) this.#parameters(node);
    }
  }

  #specifier(source: unknown): void {
    if (!isNode(source)) return;
    const raw = this.#text.slice(source.start + 1, source.end - 1);
    if (!raw.includes('\\') && isAbsoluteSpecifier(raw)) this.#specifiers.push({ start: source.start + 1, end: source.end - 1 });
  }

  #dynamicImport(source: unknown): void {
    if (!isNode(source)) return;
    if (source.type === 'Literal' && typeof source['value'] === 'string') {
      const raw = this.#text.slice(source.start + 1, source.end - 1);
      if (!raw.includes('\\') && !isAbsoluteSpecifier(raw) && !(this.#event && isRelativeSpecifier(raw))) return;
    }
    this.#wrap(source.start, source.end, 'specifier');
  }

  /** `import.meta.resolve(…)` */
  #resolve(node: AnyNode): void {
    const { callee, arguments: args } = node;
    if (node['optional'] === true || !isNode(callee) || !Array.isArray(args)) return;
    if (callee.type !== 'MemberExpression' || callee['computed'] === true || keyOf(callee) !== 'resolve' || !isMeta(callee['object']))
      return;
    const first: unknown = args[0];
    if (isNode(first) && first.type !== 'SpreadElement') this.#dynamicImport(first);
    if (!this.#native) this.#wrap(node.start, node.end, 'metaUrl');
  }

  /** `import.meta` as an object, or with a key that is worked out. */
  #meta(visit: Visit): void {
    const { node, parent, field } = visit;
    if (this.#native || !isMeta(node)) return;
    const isOwner = parent?.type === 'MemberExpression' && field === 'object';
    if (isOwner && parent['computed'] === false && parent['optional'] !== true && !isResolveHandedOn(visit)) return;
    if (isCalled(visit) || isConstructed(visit)) return;
    if (isOwner || !(isWritten(visit) || isAskedAbout(visit))) this.#wrap(node.start, node.end, 'metaUrl');
  }

  #call(node: AnyNode): void {
    const callee = node['callee'];
    const args = node['arguments'];
    if (!isNode(callee) || !Array.isArray(args)) return;
    if (callee.type === 'ParenthesizedExpression' && isBracketedEval(callee) && node['optional'] !== true) {
      const first: unknown = args[0];
      const last: unknown = args[args.length - 1];
      if (isNode(first) && isNode(last)) this.#wrap(first.start, last.end, 'code');
      return;
    }
    if (callee.type === 'Identifier' && callee['name'] === 'eval') {
      if (node['optional'] === true) {
        this.#wrap(callee.start, callee.end, 'value');
        return;
      }
      const first: unknown = args[0];
      const last: unknown = args[args.length - 1];
      if (isNode(first) && isNode(last)) this.#wrap(first.start, last.end, 'code');
      return;
    }
    if (callee.type !== 'MemberExpression') return;
    const member = this.#borrowed(callee) ?? callee;
    const object = member['object'];
    if (member.type !== 'MemberExpression' || !isNode(object) || object.type === 'Super') return;
    if (keyOf(member) === 'postMessage') this.#wrapObject(object, member, 'messageTarget');
    else if (member === callee && keyOf(member) === 'eval') this.#wrapObject(object, member, 'evaluator');
  }

  /** `x` of `x.call(…)`, `x.apply(…)`, `x.bind(…)`, when it stands without brackets. */
  #borrowed(callee: AnyNode): AnyNode | undefined {
    const object = callee['object'];
    const property = callee['property'];
    if (callee['computed'] === true || callee['optional'] === true || !isNode(object) || !isNode(property)) return undefined;
    const plain = !this.#text.slice(object.end, property.start).includes(')');
    return plain && ['call', 'apply', 'bind'].includes(keyOf(callee) ?? '') ? object : undefined;
  }

  #member(visit: Visit): void {
    const { node } = visit;
    const object = node['object'];
    if (!isNode(object)) return;
    if (isMeta(object) && node['computed'] === false && node['optional'] !== true && keyOf(node) === 'url') {
      if (!this.#native && !isWritten(visit) && !isCalled(visit) && !isConstructed(visit)) this.#wrap(node.start, node.end, 'metaUrl');
      return;
    }
    const key = keyOf(node);
    const ofWindow = !this.#native && this.#isWindowKey(node, object);
    if (this.#worker || (key !== 'location' && key !== 'eval' && !ofWindow)) return;
    if (isCalled(visit) || isUpdated(visit)) return;
    if (ofWindow && key !== 'location' && (object.type === 'MemberExpression' || this.#isOuterWindow(object)) && isAssigned(visit)) {
      this.#wrap(object.start, object.end, 'locationOwner');
      return;
    }
    if (key === 'eval' || (ofWindow && key !== 'location')) {
      if (!isConstructed(visit) && !isWritten(visit) && !isAskedAbout(visit)) this.#read(visit, object);
      return;
    }
    if (isAssigned(visit)) {
      if (object.type !== 'Super') this.#wrap(object.start, object.end, 'locationOwner');
      return;
    }
    // A pattern or a loop writes it.
    if (isWritten(visit)) {
      if (object.type !== 'Super') this.#wrap(object.start, object.end, 'locationOwner');
      return;
    }
    if (!this.#native && !isConstructed(visit) && !isAskedAbout(visit)) this.#read(visit, object);
  }

  /** `window[…]` with a key that is worked out. */
  #isWindowKey(node: AnyNode, object: AnyNode): boolean {
    const property = node['property'];
    if (node['computed'] !== true || node['optional'] === true || !isNode(property)) return false;
    if (!/^[ \t\r\n]*\[/.test(this.#text.slice(object.end, property.start))) return false;
    const owner = object['object'];
    const keyed = object.type === 'MemberExpression' && isNode(owner) && this.#isWindowKey(object, owner);
    if (!keyed && !(object.type === 'Identifier' && keyedNames.has(this.#written(object))) && !this.#isOuterWindow(object)) return false;
    return textOf(property) === undefined && !(property.type === 'Literal' && /^\d+$/.test(String(property['raw'])));
  }

  #written(node: AnyNode): string {
    return this.#text.slice(node.start, node.end);
  }

  #isWindowName(node: AnyNode): boolean {
    return node.type === 'Identifier' && windowNames.has(this.#written(node));
  }

  /** `top`, or `self.parent.top`, or another name of one. */
  #isOuterWindow(node: AnyNode): boolean {
    if (node.type === 'Identifier')
      return outerNames.has(this.#written(node)) || this.#aliases?.has(this.#written(node), node.start) === true;
    return isNamedMember(node) && outerNames.has(keyOf(node) ?? '') && this.#isWindowChain(node['object']);
  }

  #isWindowChain(node: unknown): boolean {
    if (!isNode(node)) return false;
    return this.#isWindowName(node) || (isNamedMember(node) && windowNames.has(keyOf(node) ?? '') && this.#isWindowChain(node['object']));
  }

  /** A member that is read. */
  #read(visit: Visit, object: AnyNode): void {
    const { node } = visit;
    const goesOn = visit.parent?.type === 'MemberExpression' && visit.field === 'object';
    if (goesOn && visit.parent?.['optional'] !== true && isOptionalLink(node)) {
      this.#wrapObject(object, node, 'destructured');
      return;
    }
    this.#wrap(node.start, node.end, 'value');
  }

  /** The object of an access; a link that null would have skipped must stay skipped. */
  #wrapObject(object: AnyNode, access: AnyNode, guard: Wrap['guard']): void {
    this.#wrap(object.start, object.end, guard);
    if (access['optional'] === true || !isOptionalLink(object)) return;
    const property = access['property'];
    if (!isNode(property)) return;
    // Right before the mark itself: between the object and it there may be a line end.
    if (access['computed'] === true) this.#inserts.push({ at: this.#text.lastIndexOf('[', property.start), text: '?.' });
    else this.#inserts.push({ at: this.#text.lastIndexOf('.', property.start), text: '?' });
  }

  #name(visit: Visit): void {
    const { node, parent, field } = visit;
    const name = String(node['name']);
    if (!parent || this.#isLeft(name)) return;
    switch (parent.type) {
      case 'MemberExpression':
        if (field === 'property' && parent['computed'] === false) return;
        break;
      case 'Property':
        if (parent['shorthand'] === true) {
          // Visited twice, as key and as value.
          if (field === 'value' && visit.above?.parent?.type === 'ObjectExpression')
            this.#inserts.push({ at: node.end, text: shorthandValue(name) });
          return;
        }
        if (field === 'key' && parent['computed'] === false) return;
        break;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (field === 'key' && parent['computed'] === false) return;
        break;
      case 'LabeledStatement':
        if (field === 'label') return;
        break;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ImportSpecifier':
      case 'ImportDefaultSpecifier':
      case 'ImportNamespaceSpecifier':
      case 'ExportSpecifier':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
        return;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
        return; // its name or a parameter; a body is a block
      case 'ArrowFunctionExpression':
        if (field === 'params') return;
        break;
      case 'ClassDeclaration':
      case 'ClassExpression':
        if (field === 'id') return;
        break;
      case 'VariableDeclarator':
        if (field === 'id') return;
        break;
      case 'CatchClause':
        return;
    }
    if (isCalled(visit) || isConstructed(visit) || isWritten(visit) || isUpdated(visit) || isAskedAbout(visit)) return;
    if (name === 'eval' && isCalled(throughParens(visit)) && throughParens(visit).parent?.['optional'] !== true) return;
    this.#wrap(node.start, node.end, 'value');
  }

  /** `{location: l} = value`. */
  #pattern(target: unknown, value: unknown): void {
    if (!isNode(target) || target.type !== 'ObjectPattern' || !isNode(value)) return;
    const keys = new Set<string>();
    const takes = propertiesOf(target).some((property) => this.#isTaken(property));
    this.#inner(target, [], (property, path) => {
      if (this.#isTaken(property) && !isMember(property['value'])) for (const key of path) keys.add(key);
    });
    if (!takes && keys.size === 0) return;
    this.#wraps.push({ start: value.start, end: value.end, guard: 'destructured', keys: [...keys].sort().join(' ') });
  }

  /** The properties of the patterns inside a pattern, with the keys that lead to them. */
  #inner(target: AnyNode, path: readonly string[], visit: (property: AnyNode, path: readonly string[]) => void): void {
    for (const property of propertiesOf(target)) {
      const key = property['key'];
      const value = property['value'];
      if (property['computed'] === true || !isNode(key) || key.type !== 'Identifier' || !isNode(value) || value.type !== 'ObjectPattern')
        continue;
      const deeper = [...path, String(key['name'])];
      for (const inner of propertiesOf(value)) visit(inner, deeper);
      this.#inner(value, deeper, visit);
    }
  }

  /** `({location: name}) => …` */
  #parameters(node: AnyNode): void {
    const { params } = node;
    if (!Array.isArray(params)) return;
    const named = (property: AnyNode): void => {
      const value = property['value'];
      if (property['shorthand'] === true || !isNode(value) || value.type !== 'Identifier' || !this.#isTaken(property)) return;
      if (nameOf(property) === 'location') this.#inserts.push({ at: value.end, text: parameterValue(String(value['name'])) });
    };
    for (const param of params as unknown[]) {
      if (!isNode(param) || param.type !== 'ObjectPattern') continue;
      for (const property of propertiesOf(param)) named(property);
      this.#inner(param, [], named);
    }
  }

  #isTaken(property: AnyNode): boolean {
    const name = nameOf(property);
    return (name === 'location' || name === 'eval') && !this.#isLeft(name);
  }

  #isLeft(name: string): boolean {
    return this.#native && name === 'location';
  }

  #wrap(start: number, end: number, guard: Wrap['guard']): void {
    this.#wraps.push({ start, end, guard });
  }
}

function propertiesOf(pattern: AnyNode): AnyNode[] {
  const { properties } = pattern;
  if (!Array.isArray(properties)) return [];
  return (properties as unknown[]).filter((property): property is AnyNode => isNode(property) && property.type === 'Property');
}

/** Name of a property of a pattern. */
function nameOf(property: AnyNode): string | undefined {
  const key = property['key'];
  if (!isNode(key)) return undefined;
  return property['computed'] !== true && key.type === 'Identifier' ? String(key['name']) : textOf(key);
}

/** A member that a pattern writes, with a default or without. */
function isMember(target: unknown): boolean {
  if (!isNode(target)) return false;
  return target.type === 'MemberExpression' || (target.type === 'AssignmentPattern' && isMember(target['left']));
}

/** Name of a member's property when it is written out: `x.name`, `x['name']`. */
function keyOf(member: AnyNode): string | undefined {
  const property = member['property'];
  if (!isNode(property)) return undefined;
  if (member['computed'] !== true) return property.type === 'Identifier' ? String(property['name']) : undefined;
  return textOf(property);
}

/** What a string says, or a template without expressions. */
function textOf(node: AnyNode): string | undefined {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  const quasis = node.type === 'TemplateLiteral' ? node['quasis'] : undefined;
  const only: unknown = Array.isArray(quasis) && quasis.length === 1 ? quasis[0] : undefined;
  const value = isNode(only) ? only['value'] : undefined;
  return typeof value === 'object' && value !== null && 'cooked' in value && typeof value.cooked === 'string' ? value.cooked : undefined;
}

/** `(eval)`: called, it is a direct call still. */
function isBracketedEval(node: AnyNode): boolean {
  let inner: unknown = node;
  while (isNode(inner) && inner.type === 'ParenthesizedExpression') inner = inner['expression'];
  return isNode(inner) && inner.type === 'Identifier' && inner['name'] === 'eval';
}

/** `import.meta`; `new.target` is the other meta property. */
function isMeta(node: unknown): boolean {
  return isNode(node) && node.type === 'MetaProperty' && isNode(node['meta']) && node['meta']['name'] === 'import';
}

/** Does null anywhere in the chain skip what follows? */
function isOptionalLink(node: AnyNode): boolean {
  let link: unknown = node;
  while (isNode(link) && (link.type === 'MemberExpression' || link.type === 'CallExpression')) {
    if (link['optional'] === true) return true;
    link = link.type === 'MemberExpression' ? link['object'] : link['callee'];
  }
  return false;
}

/** `import.meta.resolve` as a value, or called only if it is there. */
function isResolveHandedOn({ parent, above }: Visit): boolean {
  if (!parent || !above || keyOf(parent) !== 'resolve') return false;
  const outer = above.parent;
  if (isCalled(above)) return above.field === 'callee' && outer?.type === 'CallExpression' && outer['optional'] === true;
  return !(outer?.type === 'AssignmentExpression' && above.field === 'left') && outer?.type !== 'UpdateExpression';
}

function isCalled({ parent, field }: Visit): boolean {
  if (field === 'callee') return parent?.type === 'CallExpression' || parent?.type === 'NewExpression';
  return field === 'tag';
}

/** `x.name`, in one piece as the scanner reads it. */
function isNamedMember(node: AnyNode): boolean {
  return node.type === 'MemberExpression' && node['computed'] === false && node['optional'] !== true;
}

function isAssigned({ parent, field }: Visit): boolean {
  return parent?.type === 'AssignmentExpression' && field === 'left';
}

/** Part of what `new` constructs, with no call between. */
function isConstructed(visit: Visit): boolean {
  let link: Visit | undefined = visit;
  while (link && ((link.parent?.type === 'MemberExpression' && link.field === 'object') || link.field === 'tag')) link = link.above;
  return link?.parent?.type === 'NewExpression' && link.field === 'callee';
}

/** The nearest parent that is no bracket. */
function throughParens(visit: Visit): Visit {
  let link = visit;
  while (link.parent?.type === 'ParenthesizedExpression' && link.above) link = link.above;
  return link;
}

function isUpdated(visit: Visit): boolean {
  return throughParens(visit).parent?.type === 'UpdateExpression';
}

function isAskedAbout(visit: Visit): boolean {
  const outer = throughParens(throughChain(visit));
  return outer.parent?.type === 'UnaryExpression' && (outer.parent['operator'] === 'typeof' || outer.parent['operator'] === 'delete');
}

/** An optional chain has a node of its own around it. */
function throughChain(visit: Visit): Visit {
  return visit.parent?.type === 'ChainExpression' && visit.above ? visit.above : visit;
}

function isWritten(visit: Visit): boolean {
  const { parent, field, above } = throughParens(visit);
  switch (parent?.type) {
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ForInStatement':
    case 'ForOfStatement':
      return field === 'left';
    case 'ArrayPattern':
    case 'RestElement':
    case 'UpdateExpression':
      return true;
    case 'Property':
      return field === 'value' && above?.parent?.type === 'ObjectPattern';
    default:
      return false;
  }
}
