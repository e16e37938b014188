import { defineConfig } from 'vitest/config';

/** Of each project: loading the gateway anew for every file took a third of the units' time and a tenth of the browsers'. */
const shared = {
  isolate: false,
  hookTimeout: 180_000,
  // What is waited for comes late on a loaded machine; a second, which is the default, is no wait.
  expect: { poll: { timeout: 30_000 } },
};
/** Two cores: one browser file at a time, or the pages starve each other. */
const browsers = {
  ...shared,
  globalSetup: ['test/support/browser-setup.ts'],
  fileParallelism: false,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/apps/**'],
          testTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...browsers,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...browsers,
          name: 'apps',
          include: ['test/apps/*.test.ts'],
          // Both ways of a large editor on two loaded cores.
          testTimeout: 600_000,
        },
      },
    ],
  },
});
