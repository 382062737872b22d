/** What is true of the tree as a whole: its import graph, and its documents. Slow, and apart from the unit tests. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/tree/**/*.test.ts'],
  globalSetup: undefined,
};
