// Loaded into the gateway's process by --import: answers questions about it over the channel to its parent.
import { readFileSync } from 'node:fs';
import { memoryUsage } from 'node:process';

/** How often the loop is looked at, ms. */
const TICK_MS = 5;
/** A longer slice keeps others waiting, ms of CPU. */
const SLICE_MS = 20;

/** CPU time of the main thread, ms: the process's own would count the rewriter's threads in. */
const mainThreadMs = () => Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ')[0]) / 1e6;

let watch;
function startWatch() {
  let last = mainThreadMs();
  const seen = { longest: 0, over: 0, ticks: 0 };
  const timer = setInterval(() => {
    const now = mainThreadMs();
    seen.ticks++;
    seen.longest = Math.max(seen.longest, now - last);
    if (now - last > SLICE_MS) seen.over++;
    last = now;
  }, TICK_MS);
  watch = { seen, timer };
}

let peak = 0;
let sampler;
const sample = () => (peak = Math.max(peak, memoryUsage.rss()));

const answers = {
  cpu: () => process.cpuUsage(),
  memory: () => memoryUsage(),
  // Without what only waits to be collected.
  alive: () => {
    globalThis.gc?.();
    return memoryUsage();
  },
  // What was garbage before belongs to nobody's peak.
  'peak-start': () => {
    globalThis.gc?.();
    peak = 0;
    sample();
    sampler = setInterval(sample, 5);
    return peak;
  },
  'peak-stop': () => {
    clearInterval(sampler);
    sample();
    return peak;
  },
  'loop-start': () => {
    startWatch();
  },
  'loop-stop': () => {
    clearInterval(watch.timer);
    return watch.seen;
  },
  handles: () => {
    const counts = {};
    for (const name of process.getActiveResourcesInfo()) counts[name] = (counts[name] ?? 0) + 1;
    return counts;
  },
};

process.on('message', ({ id, ask }) => process.send({ id, value: answers[ask]?.() }));
// Not longer than whoever measures.
process.on('disconnect', () => process.exit());
