/** What a tab keeps over its page loads: the id that the room gave it. Per target origin, as session storage is. */
import type { TabId } from '../shared/ids.ts';
import type { Natives } from './natives.ts';

const KEY = 'samepage.tab';

export function readTab(n: Natives): TabId | null {
  try {
    return n.sessionStorage ? (n.storageGet(n.sessionStorage, KEY) as TabId | null) : null; // only we write under this key
  } catch {
    return null; // storage was switched off meanwhile: the room gives a new id
  }
}

export function writeTab(n: Natives, tab: TabId): void {
  try {
    if (n.sessionStorage) n.storageSet(n.sessionStorage, KEY, tab);
  } catch {
    // Storage is full or switched off: a reload gets a new id, nothing else is lost.
  }
}
