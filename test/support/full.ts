/** Set by `npm run test:full`: all rows of the tables, and those of Firefox, which npm test has no time for. */
export const full = process.env['SAMEPAGE_TEST_FULL'] === '1';
