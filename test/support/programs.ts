/** Programs of the machine that tests start: is one here, and is it up? */
import { accessSync, constants } from 'node:fs';
import { connect } from 'node:net';

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not here: the next one is looked at
  }
}

/** Does anything answer on this port of loopback? */
export function listens(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
