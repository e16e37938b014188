/** Face of the leak test: tests that run, and the key that their reports are signed with. */
export { LeakTests } from './leak-tests.ts';
export type { LeakTestDeps } from './run.ts';
export { isSignedBy, ReportSigner } from './signing.ts';
