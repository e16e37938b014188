/** A guest's caret in a field whose text comes from the host: browsers put it at the end, or leave it where it was, each its own way. */

/** Where a caret at `at` in `old` stands once the text is `now`: behind what was written there, and with the text around it elsewhere. */
export function movedCaret(old: string, now: string, at: number): number {
  const behind = old.length - at;
  // Written or deleted just before it: what was behind it still is.
  if (now.endsWith(old.slice(at)) && now.startsWith(old.slice(0, Math.min(at, now.length - behind)))) return now.length - behind;
  let same = 0;
  while (same < at && old[same] === now[same]) same++;
  if (same === at) return at;
  let tail = 0;
  while (tail < old.length - same && tail < now.length - same && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  // Before the change, behind it, or in what is gone.
  return at >= old.length - tail ? now.length - (old.length - at) : now.length - tail;
}

export function setValue(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  const old = field.value;
  if (old === value) return;
  const { selectionStart, selectionEnd, selectionDirection } = field;
  field.value = value;
  const root = field.getRootNode() as Document | ShadowRoot; // a field of the replica stands in one
  if (root.activeElement !== field || selectionStart === null || selectionEnd === null) return;
  const [from, to] = [selectionStart, selectionEnd].map((at) => movedCaret(old, field.value, at));
  field.setSelectionRange(from ?? 0, to ?? 0, selectionDirection ?? 'none');
}
