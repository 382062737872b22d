/** The suite that runs with the CDK's template validation on, and every warning an error. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/strict/**/*.test.ts'],
  setupFiles: [],
};
