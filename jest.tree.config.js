/**
 * What is true of the tree as a whole, slow and apart from the unit tests: the import graph, the documents, each construct
 * before the judge, the app as a process, templates of many thousand resources, generated and hostile ones,
 * the rules of cdk-nag beside ours.
 */
/** @type {import('jest').Config} */
module.exports = {
  ...require('./jest.config.js'),
  testPathIgnorePatterns: ['/node_modules/'],
  testMatch: [
    '<rootDir>/test/tree/**/*.test.ts',
    '<rootDir>/test/lib/checklist/{scale,properties,nag-rules}.test.ts',
    '<rootDir>/test/lib/cli/hostile.test.ts',
    '<rootDir>/test/lib/manifest/app.test.ts',
    '<rootDir>/test/lib/environment/{stage-findings,app-verdict}.test.ts',
    '<rootDir>/test/lib/environment/aws-solutions.test.ts',
    '<rootDir>/test/lib/validation/engine.test.ts',
  ],
};
