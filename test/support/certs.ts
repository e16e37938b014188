/**
 * A certificate authority of our own and one certificate for every host name that tests use, made with the openssl
 * command into a temporary folder. Made once per run: `browser-setup.ts` makes it and names the folder in the
 * environment; a process that runs alone makes its own.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certs {
  readonly folder: string;
  /** PEM files. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const FOLDER_ENV = 'SAMEPAGE_TEST_CERTS';

const NAMES = [
  '*.shop.example',
  'shop.example',
  '*.static.example',
  '*.bank.example',
  '*.login.example',
  '*.pages.example',
  '*.gw.test',
  'gw.test',
  'console.test',
  'localhost',
];

let made: Certs | undefined;

export function certs(): Certs {
  made ??= read(process.env[FOLDER_ENV] ?? makeCerts());
  return made;
}

/** For the run's setup: makes the folder and tells the processes that follow. */
export function shareCerts(): () => void {
  const folder = makeCerts();
  process.env[FOLDER_ENV] = folder;
  return () => {
    delete process.env[FOLDER_ENV];
    rmSync(folder, { recursive: true, force: true });
  };
}

function makeCerts(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-certs-'));
  const file = (name: string): string => path.join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '30', '-subj', '/CN=Samepage test authority');
  openssl('req', ...newKey, '-keyout', 'leaf.key', '-out', 'leaf.csr', '-subj', '/CN=samepage test site');
  writeFileSync(
    file('leaf.ext'),
    [
      `subjectAltName=${NAMES.map((name) => `DNS:${name}`).join(',')},IP:127.0.0.1`,
      'basicConstraints=CA:FALSE',
      'extendedKeyUsage=serverAuth',
    ].join('\n'),
  );
  // prettier-ignore
  openssl('x509', '-req', '-in', 'leaf.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'leaf.pem', '-days', '30', '-extfile', 'leaf.ext');
  return folder;
}

function read(folder: string): Certs {
  const file = (name: string): string => path.join(folder, name);
  if (!existsSync(file('leaf.pem'))) throw new Error(`no certificates in ${folder} (named by ${FOLDER_ENV})`);
  const text = (name: string): string => readFileSync(file(name), 'utf8');
  // What this process made for itself goes with it; a shared folder belongs to the setup.
  if (process.env[FOLDER_ENV] !== folder) process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return {
    folder,
    caFile: file('ca.pem'),
    certFile: file('leaf.pem'),
    keyFile: file('leaf.key'),
    ca: text('ca.pem'),
    cert: text('leaf.pem'),
    key: text('leaf.key'),
  };
}
