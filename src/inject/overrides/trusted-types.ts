/**
 * Trusted Types: a policy of our own, made before the page can forbid it. A trusted value of the page that we rewrite must
 * stay trusted; a plain string stays plain, so that the browser refuses it where it would have refused the page's. The page's own
 * default policy is asked about such a string, and looks at whose address it is: it is shown the target's.
 */
import { apply } from '../natives.ts';
import type { Page } from '../page.ts';

/** `remake` gives the rewritten text in the kind that the page's value had. */
export interface TrustedTexts {
  remake(value: unknown, rewrite: (text: string) => string): unknown;
}

interface Factory {
  createPolicy(name: string, rules: Record<string, (text: string) => string>): Record<string, (text: string) => unknown>;
  isHTML(value: unknown): boolean;
  isScript(value: unknown): boolean;
  isScriptURL(value: unknown): boolean;
}

export function createTrustedTexts(page: Page): TrustedTexts {
  const factory = Reflect.get(page.window, 'trustedTypes') as Factory | undefined; // the DOM types of this compiler lack it
  const plain: TrustedTexts = { remake: (value, rewrite) => (typeof value === 'symbol' ? value : rewrite(`${value as string}`)) }; // converts like the browser
  if (!factory) return plain;
  const same = (text: string): string => text;
  let policy: Record<string, (text: string) => unknown>;
  try {
    policy = factory.createPolicy('samepage', { createHTML: same, createScript: same, createScriptURL: same });
  } catch {
    return plain; // a policy list without our name: trusted values lose their kind, and the browser says so to the page
  }
  page.disguise.method(Reflect.getPrototypeOf(factory) ?? undefined, 'createPolicy', (native, self, args) => {
    const rules = args[1] as { createScriptURL?: (...args: unknown[]) => unknown } | null | undefined; // the browser complains of others
    const own = rules?.createScriptURL;
    if (args[0] !== 'default' || !rules || typeof own !== 'function') return apply(native, self, args);
    const createScriptURL = (url: string, ...rest: unknown[]): unknown => {
      const made = apply(own, undefined, [page.toTarget(url), ...rest]);
      return typeof made === 'string' ? page.toGateway(made) : made;
    };
    return apply(native, self, [args[0], Object.assign(Object.create(rules) as object, { createScriptURL })]);
  });
  const kinds = [
    [factory.isHTML.bind(factory), 'createHTML'],
    [factory.isScript.bind(factory), 'createScript'],
    [factory.isScriptURL.bind(factory), 'createScriptURL'],
  ] as const;
  return {
    remake(value, rewrite) {
      if (typeof value === 'string') return rewrite(value);
      if (typeof value === 'symbol') return value; // the original refuses it
      const text = `${value as string}`; // converts like the browser
      for (const [is, create] of kinds) if (is(value)) return policy[create]?.(rewrite(text));
      return rewrite(text);
    },
  };
}
