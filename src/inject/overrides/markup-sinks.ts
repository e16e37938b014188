/** Where strings become nodes: innerHTML and its kin, document.write, fragments, DOMParser. */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';
import type { TrustedTexts } from './trusted-types.ts';

const TEXT_ONLY = new Set(['textarea', 'title', 'xmp', 'plaintext', 'noframes']);

export function install(page: Page, trusted: TrustedTexts): void {
  const { window, natives, disguise, markup } = page;
  const { Element, ShadowRoot, Document, Range, DOMParser, XMLSerializer } = window;
  const rewritten = (value: unknown, element?: Element): unknown =>
    trusted.remake(value, (text) => {
      const tag = element && natives.localName(element);
      // Text of styles and scripts is no markup, but it can be set by this way too; in these others nothing is markup.
      if (tag === 'style') return markup.css(text);
      if (tag === 'script') return markup.script(text, natives.getAttribute(element as Element, 'type') ?? ''); // it has a tag
      return tag !== undefined && TEXT_ONLY.has(tag) ? text : markup.html(text);
    });
  const author = (native: (...args: unknown[]) => unknown): unknown => markup.toAuthor(native() as string); // serialised: a string
  const elementOf = (self: unknown): Element | undefined => (self instanceof Element ? self : undefined);

  for (const owner of [Element.prototype, ShadowRoot.prototype]) {
    // null empties, as in the original.
    disguise.accessor(owner, 'innerHTML', author, (native, self, value) => {
      native(value === null ? value : rewritten(value, elementOf(self)));
      page.frames.look();
    });
    for (const name of ['setHTMLUnsafe', 'setHTML']) {
      disguise.method(owner, name, (native, self, args) =>
        done(
          apply(
            native,
            self,
            first(args, (value) => rewritten(value)),
          ),
        ),
      );
    }
    disguise.method(owner, 'getHTML', (native, self, args) => markup.toAuthor(apply(native, self, args) as string)); // as above
  }
  disguise.accessor(Element.prototype, 'outerHTML', author, (native, _self, value) => {
    native(value === null ? value : rewritten(value));
    page.frames.look();
  });
  disguise.method(Element.prototype, 'insertAdjacentHTML', (native, self, args) =>
    done(apply(native, self, args.length < 2 ? args : [args[0], rewritten(args[1])])),
  );
  disguise.method(Range.prototype, 'createContextualFragment', (native, self, args) =>
    apply(
      native,
      self,
      first(args, (value) => rewritten(value)),
    ),
  );
  disguise.method(DOMParser.prototype, 'parseFromString', (native, self, args) =>
    apply(
      native,
      self,
      first(args, (value) => rewritten(value)),
    ),
  );
  disguise.method(Document as unknown as object, 'parseHTMLUnsafe', (native, self, args) =>
    apply(
      native,
      self,
      first(args, (value) => rewritten(value)),
    ),
  );
  disguise.method(XMLSerializer.prototype, 'serializeToString', (native, self, args) =>
    markup.toAuthor(apply(native, self, args) as string),
  ); // as above

  disguise.method(Document.prototype, 'execCommand', (native, self, args) => {
    const [command, shown, value] = args;
    const name = typeof value === 'string' || typeof value === 'object' ? String(command).toLowerCase() : '';
    if (name === 'inserthtml') return done(apply(native, self, [command, shown, rewritten(value)]));
    if (name === 'createlink' || name === 'insertimage') return apply(native, self, [command, shown, page.toGateway(`${value as string}`)]); // converts like the browser
    return apply(native, self, args);
  });

  const tails = new WeakMap<object, string>();
  const writeTail = (document: Document): void => {
    const tail = tails.get(document);
    if (!tail) return;
    tails.delete(document);
    natives.write(document, markup.html(tail));
  };
  // What a script of the parser leaves unfinished (`<span id`) is finished by the text after that script. Microtasks run
  // between the two, while the parser still takes what is written at the script's place (HTML standard, "clean up after
  // running script").
  const writeTailInPlace = (document: Document): void => {
    if (natives.currentScript(document) === null || !tails.get(document)) return;
    natives.queueMicrotask(() => {
      writeTail(document);
      page.frames.look();
    });
  };
  for (const name of ['write', 'writeln']) {
    disguise.method(Document.prototype, name, (native, self, args) => {
      if (!(self instanceof Document) || args.length === 0) return apply(native, self, args);
      const end = name === 'writeln' ? '\n' : '';
      // One trusted argument of several is joined to a plain text by the browser too.
      const joined = args.length === 1 ? args[0] : args.map((part) => `${part as string}`).join(''); // converts like the browser
      const value = trusted.remake(joined, (text) => {
        const all = (tails.get(self) ?? '') + text + end;
        const cut = completeUntil(all);
        tails.set(self, all.slice(cut));
        return markup.html(all.slice(0, cut));
      });
      // `value` may be trusted; what the DOM types ask for is a string.
      natives.write(self, value as string);
      writeTailInPlace(self);
      return done(undefined);
    });
  }
  disguise.method(Document.prototype, 'open', (native, self, args) => {
    const result = apply(native, self, args);
    // Three arguments open a window. What was written before and is unfinished goes with the parser that waited for it.
    if (self instanceof Document && args.length < 3) tails.delete(self);
    return result;
  });
  disguise.method(Document.prototype, 'close', (native, self, args) => {
    if (self instanceof Document) writeTail(self);
    return apply(native, self, args);
  });

  function done(result: unknown): unknown {
    page.frames.look();
    return result;
  }
}

function first(args: unknown[], change: (value: unknown) => unknown): unknown[] {
  return args.length === 0 ? args : [change(args[0]), ...args.slice(1)];
}

/**
 * How much of a text that is written piece by piece can be parsed now. An unfinished tag, or a script without its end, waits
 * for the next piece: a parser does nothing visible with it either.
 */
export function completeUntil(text: string): number {
  const opened = /<(script|style)\b(?:[^>"']|"[^"]*"|'[^']*')*>/gi;
  for (let found = opened.exec(text); found; found = opened.exec(text)) {
    const close = text.toLowerCase().indexOf(`</${(found[1] ?? '').toLowerCase()}`, opened.lastIndex);
    if (close < 0) return found.index;
    opened.lastIndex = close;
  }
  const less = text.lastIndexOf('<');
  if (less < 0 || /^<[^a-z/!?]/i.test(text.slice(less))) return text.length;
  return /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.test(text.slice(less)) ? text.length : less;
}
