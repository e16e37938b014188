/** All that a gateway has written: its log, and every file of its folder. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Captured } from './capture.ts';
import type { GatewayProcess } from './start-gateway.ts';

export function keptBy(gateway: GatewayProcess): Captured[] {
  const files = filesBelow(gateway.dataDir).map((file) => ({ where: `file ${path.basename(file)}`, bytes: readFileSync(file) }));
  return [{ where: 'log', bytes: Buffer.from(gateway.output()) }, ...files];
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const full = path.join(folder, name);
    return statSync(full).isDirectory() ? filesBelow(full) : [full];
  });
}
