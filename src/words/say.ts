/** From a compiled catalogue to sentences. Plurals and numbers follow the language, by Intl. */
import { setupI18n } from '@lingui/core';
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';
import type { Spoken } from './types.ts';

/** A text as it stands, or the parts that the compiler made of one with braces. */
export type CompiledTree = { readonly [key: string]: CompiledMessage | CompiledTree };

/** `compiled` is that of `Words`: the build and the server make both from the same file. */
export function sayIn<Words>(language: string, compiled: CompiledTree): Spoken<Words> {
  const i18n = setupI18n();
  const messages: Record<string, CompiledMessage> = {};
  const walk = (tree: CompiledTree, path: string): object =>
    Object.fromEntries(
      Object.entries(tree).map(([key, leaf]) => {
        const id = `${path}.${key}`;
        if (typeof leaf === 'string') return [key, leaf];
        if (!Array.isArray(leaf)) return [key, walk(leaf as CompiledTree, id)]; // no text and no parts: a branch
        messages[id] = leaf;
        return [key, (values: Readonly<Record<string, string | number>>) => i18n._(id, { ...values })];
      }),
    );
  const spoken = walk(compiled, '') as Spoken<Words>;
  i18n.loadAndActivate({ locale: language, messages });
  return spoken;
}
