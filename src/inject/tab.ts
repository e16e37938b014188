/**
 * What a tab keeps over its page loads: the id that the room gave it. Per target origin, as session storage is. It lies there
 * only between two documents, so a page finds its storage as it left it, and its frames hear of no change.
 */
import type { TabId } from '../shared/ids.ts';
import type { Natives } from './natives.ts';

const KEY = 'samepage.tab';

/** Before the first script of the page. */
export function takeTab(n: Natives): TabId | undefined {
  try {
    if (!n.sessionStorage) return undefined;
    const tab = n.storageGet(n.sessionStorage, KEY) as TabId | null; // only we write under this key
    if (tab === null) return undefined;
    n.storageRemove(n.sessionStorage, KEY);
    return tab;
  } catch {
    return undefined; // storage was switched off meanwhile: the room gives a new id
  }
}

/** When the document goes. */
export function leaveTab(n: Natives, tab: TabId): void {
  try {
    if (n.sessionStorage) n.storageSet(n.sessionStorage, KEY, tab);
  } catch {
    // Storage is full or switched off: a reload gets a new id, nothing else is lost.
  }
}
