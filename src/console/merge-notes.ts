/** Two who wrote in one text at once: what each changed is kept. Where they changed the same place, both stand, theirs first. */

interface Edit {
  /** From here to there of the text before, there is `text` now. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** `base`: what both began with. */
export function merged(base: string, mine: string, theirs: string): string {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const [own, other] = [edit(base, mine), edit(base, theirs)];
  const [first, second] = own.to < other.from || (own.to === other.from && own.from < own.to) ? [own, other] : [other, own];
  if (first.to <= second.from) {
    const between = base.slice(first.to, second.from) || (first.text === '' || second.text === '' ? '' : '\n');
    return base.slice(0, first.from) + first.text + between + second.text + base.slice(second.to);
  }
  return own.text === '' ? theirs : `${theirs}\n${own.text}`;
}

/** Where a place of the text before is in the text after. */
export function movedPlace(place: number, before: string, after: string): number {
  const { from, to, text } = edit(before, after);
  if (place <= from) return place;
  return place >= to ? place + text.length - (to - from) : from + text.length;
}

/** As one change: all between what is the same at the beginning and at the end. */
function edit(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from++;
  let end = 0;
  while (end < shorter - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from, to: before.length - end, text: after.slice(from, after.length - end) };
}
