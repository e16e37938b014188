/** The session's aliases (labels for host names that are too long) as one document knows them. */
import type { Boot } from '../shared/boot.ts';
import type { AliasTable } from '../shared/label.ts';

/** `tell` posts a new one to the gateway and waits: its label must be known there before any request to it leaves. */
export function createAliases(boot: Boot, tell: (body: string) => unknown): AliasTable {
  const origins = new Map(Object.entries(boot.aliases));
  return {
    key: boot.aliasKey,
    origin: (id) => origins.get(id),
    remember(id, origin) {
      if (origins.has(id)) return;
      origins.set(id, origin);
      tell(JSON.stringify({ origin }));
    },
  };
}
