/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/test/(strict|tree|e2e|bench|browser)/',
    // Child processes and large templates: with the tests of the whole tree.
    '/test/lib/checklist/(scale|properties|nag-rules)\\.test',
    '/test/lib/cli/hostile\\.test',
    '/test/lib/manifest/app\\.test',
    '/test/lib/environment/(stage-findings|app-verdict)\\.test',
    '/test/lib/environment/aws-solutions\\.test',
    '/test/lib/validation/engine\\.test',
  ],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  setupFiles: ['<rootDir>/test/_helpers/setup.ts'],
  setupFilesAfterEnv: ['aws-cdk-lib/testhelpers/jest-autoclean'],
  globalSetup: '<rootDir>/test/_helpers/build.js',
};
