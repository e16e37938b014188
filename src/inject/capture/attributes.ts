/** Which attributes of an element leave, and as what. An allowlist: what is not named here carries data, or behaviour. */
import { isAttributeAllowed } from '../../shared/dom-ops.ts';
import type { Mask } from '../mask.ts';
import type { CssNames } from './css-names.ts';
import { keepReference, type Resources } from './resources.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const anywhere = words(
  'class id style dir lang title hidden tabindex role contenteditable open inert slot part exportparts popover align valign bgcolor color width height border ' +
    'colspan rowspan span scope headers cellpadding cellspacing nowrap type placeholder disabled readonly multiple size rows cols maxlength minlength min max step ' +
    'required label for wrap inputmode alt start reversed low high optimum face char background controls name frameborder scrolling marginwidth marginheight shape coords summary',
);
/** `value` is looks on these; on fields the state says it, on others it is data. */
const valueShown = words('li progress meter');
const buttons = words('button submit reset');
const metas = words('viewport color-scheme');

export interface AttributeContext {
  readonly mask: Mask;
  readonly names: CssNames;
  readonly resources: Resources;
  readonly base: string;
}

/** A page makes names up as well. Those that everything may have are words of HTML, whatever somebody has typed. */
export function isNameSecret(mask: Mask, name: string): boolean {
  return !anywhere.has(name) && mask.taint.names(name);
}

/** Undefined: the element itself is not described at all. */
export function isDropped(tag: string, attribute: (name: string) => string | null): boolean {
  switch (tag) {
    case 'script':
    case 'noscript':
    case 'template':
    case 'base':
    case 'title':
    case 'applet':
    case 'noframes':
    case 'noembed':
    case 'param':
    case 'source':
    case 'track':
    case 'portal':
    case 'fencedframe':
      return true;
    case 'meta':
      return !metas.has(attribute('name')?.toLowerCase() ?? '');
    case 'link':
      return !/(?:^|\s)stylesheet(?:\s|$)/i.test(attribute('rel') ?? '') || /(?:^|\s)alternate(?:\s|$)/i.test(attribute('rel') ?? '');
    default:
      return false;
  }
}

/**
 * The attribute as sent, or null. `ns`: 0 HTML, 1 SVG, 2 MathML. `type`: of an input, as the browser understands it.
 */
export function attributeFor(
  context: AttributeContext,
  tag: string,
  ns: 0 | 1 | 2,
  name: string,
  value: string,
  masked: boolean,
  type: string,
): string | null {
  const { mask, names, resources, base } = context;
  if (!isAttributeAllowed(name) || isNameSecret(mask, name)) return null;
  if (name === 'href' || name === 'xlink:href') return hrefFor(context, tag, ns, value, masked);
  if (tag === 'meta') return name === 'name' || name === 'content' ? mask.attribute(name, value, false) : null;
  const isField = tag === 'input' || tag === 'textarea';
  if (name === 'style') return mask.attribute(name, masked ? value : resources.css(value, base), masked, isField);
  if (name === 'background' || name === 'poster') return masked ? null : keepReference(resources.reference(value, base));
  if (name === 'type' && tag === 'input')
    return masked && type !== 'password'
      ? /^(?:checkbox|radio|button|submit|reset|hidden|range|color)$/.test(type)
        ? type
        : 'text'
      : value;
  if (name === 'value') {
    const isShown = valueShown.has(tag) || (tag === 'input' && buttons.has(type));
    return !isShown ? null : masked ? null : mask.attribute(name, value, masked);
  }
  if (tag === 'link' && (name === 'rel' || name === 'media')) return value;
  if (tag === 'style' && name === 'media') return value;
  if (ns !== 0) return svgAttribute(context, name, value, masked);
  if (anywhere.has(name) || name.startsWith('aria-')) return mask.attribute(name, value, masked, isField);
  // Unknown or data-*: only when a style sheet asks for it.
  if (masked || name === 'nonce' || name === 'srcdoc' || name === 'src' || name === 'srcset' || name === 'action' || name === 'formaction')
    return null;
  if (names.attributes.has(name)) return mask.attribute(name, value, masked);
  return names.incomplete && name.startsWith('data-') && /^[a-z][a-z_-]{0,31}$/i.test(value) ? mask.attribute(name, value, masked) : null;
}

function hrefFor({ mask, resources, base }: AttributeContext, tag: string, ns: 0 | 1 | 2, value: string, masked: boolean): string | null {
  // Where a link leads is no guest's business (a click is performed by the host); that it is one, style sheets ask.
  // A sheet that a script made is told as its rules, which name files of this browser, once they are there (sheets.ts).
  if (ns === 0 && (tag === 'a' || tag === 'area')) return '#';
  if (ns === 0) return tag === 'link' && !/^\s*blob:/i.test(value) ? keepReference(resources.reference(value, base)) : null;
  if (masked) return null;
  if (value.startsWith('#')) return mask.taint.holds(value) ? null : value;
  if (tag === 'a') return '#';
  return tag === 'image' || tag === 'feImage' || tag === 'use' ? keepReference(resources.reference(value, base)) : null;
}

function svgAttribute({ mask, resources, base }: AttributeContext, name: string, value: string, masked: boolean): string | null {
  if (masked) return null;
  if (/url\(/i.test(value)) return mask.css(resources.css(value, base));
  return name.startsWith('data-') ? null : mask.attribute(name, value, false);
}
