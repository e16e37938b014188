import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/apps/**'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // Two cores: one browser file at a time, or the pages starve each other.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'apps',
          include: ['test/apps/*.test.ts'],
          globalSetup: ['test/support/browser-setup.ts'],
          // Both ways of a large editor on two loaded cores.
          testTimeout: 600_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
