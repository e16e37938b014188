/** The log: lines of JSON on stdout, and to whoever asks to hear them (the leak test, which searches what is written). */
import { pino, type Logger } from 'pino';

export interface Log {
  readonly log: Logger;
  /** Calls back with every line; hands back how to stop that. */
  lines(listener: (line: string) => void): () => void;
}

export function createLog(level: string): Log {
  const listeners = new Set<(line: string) => void>();
  const out = pino.destination({ fd: 1, sync: true });
  const write = (line: string): void => {
    out.write(line);
    for (const listener of listeners) listener(line);
  };
  return {
    log: pino({ level }, { write }),
    lines(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
