/**
 * Trusted Types: a policy of our own, made before the page can forbid it. A trusted value of the page that we rewrite must
 * stay trusted; a plain string stays plain, so that the browser refuses it where it would have refused the page's.
 */
import type { RealmWindow } from '../natives.ts';

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

export function createTrustedTexts(window: RealmWindow): TrustedTexts {
  const factory = Reflect.get(window, 'trustedTypes') as Factory | undefined; // the DOM types of this compiler lack it
  const plain: TrustedTexts = { remake: (value, rewrite) => (typeof value === 'symbol' ? value : rewrite(`${value as string}`)) }; // converts like the browser
  if (!factory) return plain;
  const same = (text: string): string => text;
  let policy: Record<string, (text: string) => unknown>;
  try {
    policy = factory.createPolicy('samepage', { createHTML: same, createScript: same, createScriptURL: same });
  } catch {
    return plain; // a policy list without our name: trusted values lose their kind, and the browser says so to the page
  }
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
