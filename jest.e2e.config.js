/** The deployment test: the real CDK CLI against an AWS-compatible endpoint on loopback, started by test/e2e/run.mjs. */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'],
  setupFiles: [],
  setupFilesAfterEnv: [],
  globalSetup: undefined,
  testTimeout: 180_000,
  verbose: true,
  bail: 1,
};
