/** Face of the leak test: tests that run, and the key that their reports are signed with. */
export { LeakTests, type LeakTestDeps } from './leak-tests.ts';
export { isSignedBy, ReportSigner } from './signing.ts';
