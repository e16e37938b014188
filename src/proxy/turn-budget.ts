/**
 * How much of all answers together is rewritten in one turn of the loop. A connection is read as long as it has something, two
 * megabytes at a time, and the scanner needs milliseconds for each: whoever else waits for the loop must not wait for that.
 */

/** Some 3 ms of a scanner; one file may be twice as much (bytes). */
export const TURN_BYTES = 128 * 1024;

let spent = 0;
let waiting: (() => void)[] = [];

/** Counts bytes that are about to be worked on. True: that was enough for this turn. */
export function spend(bytes: number): boolean {
  if (spent === 0) setImmediate(begin);
  spent += bytes;
  return spent >= TURN_BYTES;
}

/** Called in one of the next turns, in the order of asking. As many wait as there are answers under way. */
export function nextTurn(listener: () => void): void {
  waiting.push(listener);
}

/** For what is worked on whole: at once while the turn has room for it, else in one of the next. */
export async function takeTurn(bytes: number): Promise<void> {
  if (!spend(bytes)) return;
  await new Promise<void>((go) => {
    nextTurn(() => {
      spend(bytes);
      go();
    });
  });
}

function begin(): void {
  spent = 0;
  const listeners = waiting;
  waiting = [];
  for (const [at, listener] of listeners.entries()) {
    listener();
    if (spent < TURN_BYTES) continue;
    // The rest of them come first in the next turn.
    waiting = [...listeners.slice(at + 1), ...waiting];
    return;
  }
}
