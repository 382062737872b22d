/** What is true of the tree as a whole: its import graph, its documents, each construct before the judge. Slow, and apart from the unit tests. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/tree/**/*.test.ts'],
};
