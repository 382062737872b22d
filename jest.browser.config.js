/** The report's page in a real browser: Chromium, found by CHROMIUM_PATH or on the PATH. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  setupFilesAfterEnv: [],
  testTimeout: 30_000,
  verbose: true,
};
