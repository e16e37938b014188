/** Debian's nginx as operators put it in front: terminates TLS for every name on one port, and passes on to the gateway. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { certs } from './certs.ts';
import { isExecutable, listens } from './programs.ts';

export interface Nginx {
  close(): Promise<void>;
}

const binary = ['/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/sbin/nginx'].find(isExecutable);

/** Prints why when it is missing, and fails instead on CI. */
export function haveNginx(): boolean {
  if (binary !== undefined) return true;
  const reason = 'nginx not found: run scripts/setup-debian.sh';
  if (process.env['CI'] === 'true') throw new Error(reason);
  console.log(`skipped: ${reason}`);
  return false;
}

/** 20 s: a start under load. */
const START_TIMEOUT_MS = 20_000;

export async function startNginx(options: { readonly port: number; readonly gatewayPort: number }): Promise<Nginx> {
  if (binary === undefined) throw new Error('nginx is not installed; ask haveNginx() first');
  const folder = mkdtempSync(path.join(tmpdir(), 'samepage-nginx-'));
  const config = path.join(folder, 'nginx.conf');
  writeFileSync(config, configOf(folder, options));
  const written: string[] = [];
  const child = spawn(binary, ['-c', config, '-p', folder, '-e', path.join(folder, 'error.log')], { stdio: ['ignore', 'ignore', 'pipe'] });
  child.stderr.setEncoding('utf8').on('data', (text: string) => written.push(text));
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await listens(options.port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`nginx did not start:\n${written.join('')}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  return {
    async close() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configOf(folder: string, { port, gatewayPort }: { port: number; gatewayPort: number }): string {
  const { certFile, keyFile } = certs();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${folder}/${name};`);
  return `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 512; }
http {
  access_log off;
${temporary.join('\n')}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server {
    listen 127.0.0.1:${port} ssl http2;
    ssl_certificate ${certFile};
    ssl_certificate_key ${keyFile};
    client_max_body_size 100m;
    location / {
      proxy_pass http://127.0.0.1:${gatewayPort};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_buffering off;
      proxy_request_buffering off;
      proxy_read_timeout 300s;
    }
  }
}
`;
}
