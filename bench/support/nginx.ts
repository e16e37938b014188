/** nginx twice, each in its own process: the files that everybody asks for, and a proxy_pass to them with its usual settings. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../../test/support/free-port.ts';

export interface Nginx {
  readonly port: number;
  /** CPU of all its processes since their start, µs; the clock moves in steps of 10 ms. */
  cpu(): number;
  close(): Promise<void>;
}

/** Throws with the name of what must be installed. */
export function requireTool(name: 'nginx' | 'wrk'): void {
  if (spawnSync('sh', ['-c', `command -v ${name}`], { env: withSbin() }).status !== 0)
    throw new Error(`${name} is missing: on Debian, as root, apt-get install ${name === 'nginx' ? 'nginx-light' : name}`);
}

export function serveFiles(files: Readonly<Record<string, Buffer>>): Promise<Nginx> {
  return startNginx((folder) => {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(path.join(folder, 'files', name), bytes);
    return `root ${folder}/files; default_type application/octet-stream;
      types { text/html html; text/css css; text/javascript js; image/png png; application/json json; }`;
  });
}

export function passTo(port: number): Promise<Nginx> {
  return startNginx(
    () => `location / { proxy_pass http://target; proxy_http_version 1.1; proxy_set_header Connection ""; }`,
    `upstream target { server 127.0.0.1:${port}; keepalive 64; }`,
  );
}

async function startNginx(serverLines: (folder: string) => string, httpLines = ''): Promise<Nginx> {
  requireTool('nginx');
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-nginx-'));
  mkdirSync(path.join(folder, 'files'));
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `daemon off; master_process off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log crit;
    events { worker_connections 1024; }
    http { access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; ${temp.join(' ')} ${httpLines}
      server { listen 127.0.0.1:${port} backlog=1024; ${serverLines(folder)} } }`,
  );
  const child = spawn('nginx', ['-c', path.join(folder, 'nginx.conf'), '-p', folder], { stdio: 'inherit', env: withSbin() });
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  await listening(child, port);
  return {
    port,
    cpu: () => cpuOf(child.pid ?? 0),
    close: async () => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      end();
      await gone;
      process.off('exit', end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** µs, by /proc: user and system ticks of a hundredth of a second. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('nginx did not start');
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function withSbin(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin` };
}
