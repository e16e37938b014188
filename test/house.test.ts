/** The house: imports go down, never up, never across the bar; a shared file serves both towers; no cycles. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** Folder of src/ -> folders it may import, itself included. `rewriter/text` is ground of its own. */
const mayImport: Record<string, readonly string[]> = {
  shared: [],
  words: ['shared'],
  'rewriter/text': ['shared'],
  config: ['shared', 'words'],
  store: ['shared', 'config'],
  rewriter: ['shared', 'rewriter/text'],
  accounts: ['shared', 'config', 'store'],
  sessions: ['shared', 'config', 'store'],
  recording: ['shared', 'store', 'sessions'],
  'leak-test': ['shared', 'config', 'store', 'sessions'],
  proxy: ['shared', 'words', 'config', 'rewriter', 'rewriter/text', 'sessions'],
  api: ['shared', 'words', 'config', 'store', 'accounts', 'sessions', 'recording', 'leak-test', 'rewriter/text'],
  ink: ['shared'],
  talk: ['shared'],
  focus: ['shared'],
  board: ['shared', 'words', 'ink', 'focus'],
  'step-up': ['shared', 'words'],
  pdf: ['shared', 'words'],
  inject: ['shared', 'rewriter/text', 'ink', 'pdf'],
  replica: ['shared'],
  viewer: ['shared', 'words', 'replica', 'ink'],
  dock: ['shared', 'words', 'ink', 'talk', 'focus'],
  console: ['shared', 'words', 'ink', 'talk', 'focus'],
};
const serverTower = ['config', 'store', 'rewriter', 'accounts', 'sessions', 'recording', 'leak-test', 'proxy', 'api', 'entry'];
const browserTower = ['ink', 'pdf', 'talk', 'focus', 'board', 'step-up', 'inject', 'replica', 'viewer', 'dock', 'console'];

interface Import {
  readonly from: string;
  readonly to: string;
}

function sourceFiles(folder = src): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(file);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts') ? [file] : [];
  });
}

function roomOf(file: string): string {
  const parts = path.relative(src, file).split(path.sep);
  if (parts.length === 1) return 'entry';
  return parts[0] === 'rewriter' && parts[1] === 'text' ? 'rewriter/text' : (parts[0] ?? '');
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const pattern = /^(?:import|export)\s+(?:[^'"]*?\sfrom\s+)?['"](\.[^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    from: file,
    to: path.resolve(path.dirname(file), match[1] ?? ''),
  }));
}

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const name = (file: string) => path.relative(src, file);

describe('the house', () => {
  it('has no import that goes up or across the bar', () => {
    const wrong = imports
      .filter(({ from, to }) => {
        const [a, b] = [roomOf(from), roomOf(to)];
        return a !== 'entry' && a !== b && !mayImport[a]?.includes(b);
      })
      .map(
        ({ from, to }) =>
          `${name(from)} imports ${name(to)}; ${roomOf(from)} may import ${mayImport[roomOf(from)]?.join(', ') || 'nothing'}`,
      );
    expect(wrong).toEqual([]);
  });

  it('has no folder that the floors do not name', () => {
    const unknown = [...new Set(files.map(roomOf))].filter((room) => room !== 'entry' && !(room in mayImport));
    expect(unknown).toEqual([]);
  });

  it('keeps in shared/ only what both towers use', () => {
    const reached = (tower: readonly string[]) => {
      const seen = new Set<string>();
      const queue = imports.filter(({ from }) => tower.includes(roomOf(from))).map(({ to }) => to);
      for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
        if (seen.has(file) || !/^(shared|rewriter\/text)$/.test(roomOf(file))) continue;
        seen.add(file);
        queue.push(...imports.filter(({ from }) => from === file).map(({ to }) => to));
      }
      return seen;
    };
    const [server, browser] = [reached(serverTower), reached(browserTower)];
    const lonely = files
      .filter((file) => roomOf(file) === 'shared' && !(server.has(file) && browser.has(file)))
      .map(
        (file) => `${name(file)} is used by ${server.has(file) ? 'the server only' : browser.has(file) ? 'the browser only' : 'nobody'}`,
      );
    expect(lonely).toEqual([]);
  });

  it('reaches into a folder only through its face', () => {
    const faced = ['config', 'store', 'rewriter', 'sessions', 'recording', 'leak-test', 'proxy', 'api', 'replica'];
    const inside = imports
      .filter(({ from, to }) => {
        const room = roomOf(to);
        return room !== roomOf(from) && faced.includes(room) && path.basename(to) !== 'index.ts';
      })
      .map(({ from, to }) => `${name(from)} reaches into ${name(to)}`);
    expect(inside).toEqual([]);
  });

  it('has no cycle of imports, types included', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of imports) graph.set(from, [...(graph.get(from) ?? []), to]);
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, trail: readonly string[]): void => {
      const at = trail.indexOf(file);
      if (at >= 0) cycles.push([...trail.slice(at), file].map(name).join(' -> '));
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
        done.add(file);
      }
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it('says in its first line why a file of more than 600 lines is one file', () => {
    const long = files.filter((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.length > 600 && !/one file/.test(lines.slice(0, 6).join(' '));
    });
    expect(long.map(name)).toEqual([]);
  });
});
