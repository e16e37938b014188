/** Load by wrk, in its own process, and one patient client for the time until the first byte. */
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';

export interface Shot {
  readonly requests: number;
  readonly perSecond: number;
}

/** Throws when an answer was no 2xx, or a socket failed: then the figures mean nothing. */
export function fire(url: string, headers: Readonly<Record<string, string>>, options: { seconds: number; clients: number }): Promise<Shot> {
  // wrk writes a Host of its own unless it is given one with a capital letter.
  const lines = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name === 'host' ? 'Host' : name}: ${value}`]);
  const child = spawn('wrk', ['-t1', `-c${options.clients}`, `-d${options.seconds}s`, '--timeout', '30s', ...lines, url]);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      const requests = Number(/(\d+) requests in/.exec(text)?.[1]);
      const perSecond = Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1]);
      if (!requests || /Non-2xx|Socket errors/.test(text)) reject(new Error(`the load on ${url} failed:\n${text}`));
      else resolve({ requests, perSecond });
    });
  });
}

/** One connection, one request after the other; milliseconds from the request's write to the answer's first byte. */
export class PatientClient {
  readonly #socket: Socket;
  readonly #request: string;

  private constructor(socket: Socket, request: string) {
    this.#socket = socket;
    this.#request = request;
  }

  static async open(port: number, where: string, headers: Readonly<Record<string, string>>): Promise<PatientClient> {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return new PatientClient(socket, `GET ${where} HTTP/1.1\r\n${lines.join('')}\r\n`);
  }

  /** Reads the whole answer, which must have a Content-Length. */
  async firstByteMs(): Promise<number> {
    const from = performance.now();
    let first = 0;
    let left = -1;
    let head = '';
    this.#socket.write(this.#request);
    await new Promise<void>((resolve, reject) => {
      const onData = (part: Buffer): void => {
        if (first === 0) first = performance.now() - from;
        if (left < 0) {
          head += part.toString('latin1');
          const end = head.indexOf('\r\n\r\n');
          if (end < 0) return;
          const length = /^content-length: *(\d+)/im.exec(head)?.[1];
          if (length === undefined || !head.startsWith('HTTP/1.1 200')) return reject(new Error(`no plain answer: ${head.slice(0, 200)}`));
          left = Number(length) - (head.length - end - 4);
        } else left -= part.length;
        if (left > 0) return;
        this.#socket.off('data', onData);
        resolve();
      };
      this.#socket.on('data', onData);
    });
    return first;
  }

  close(): void {
    this.#socket.destroy();
  }
}
