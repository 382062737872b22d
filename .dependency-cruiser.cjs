/** The arrows of the architecture: bin -> lib -> constructs -> aws-cdk-lib, no circle, no barrel from inside. */
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'constructs-stand-on-the-cdk-alone',
      comment: 'constructs/ imports aws-cdk-lib, constructs, Node and itself',
      severity: 'error',
      from: { path: '^constructs/' },
      to: { pathNot: ['^constructs/', '(^|/)node_modules/(aws-cdk-lib|constructs)/'], dependencyTypesNot: ['core'] },
    },
    { name: 'lib-below-bin', severity: 'error', from: { path: '^lib/' }, to: { path: '^bin/' } },
    {
      name: 'no-barrel-from-inside',
      comment: 'An index file holds names for users; inside, the file itself is imported',
      severity: 'error',
      from: { path: '^(constructs|lib|bin)/', pathNot: '/index\\.ts$' },
      to: { path: '/index\\.ts$', pathNot: 'node_modules' },
    },
    {
      name: 'judge-knows-no-construct',
      comment: 'The judge reads templates; of the constructs it knows the core alone',
      severity: 'error',
      from: { path: '^lib/(checklist|report)/' },
      to: { path: '^constructs/(?!core/)' },
    },
    {
      name: 'reports-are-pure',
      severity: 'error',
      from: { path: '^lib/report/' },
      to: { path: '^(fs|child_process|net|http|https|process)(/|$)', dependencyTypes: ['core'] },
    },
    {
      name: 'handlers-stand-alone',
      severity: 'error',
      from: { path: '^lib/runtime/' },
      to: { pathNot: ['^lib/runtime/', '(^|/)node_modules/(@aws-sdk|@smithy)/'], dependencyTypesNot: ['core'] },
    },
    { name: 'nothing-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-tests-in-the-product',
      severity: 'error',
      from: { path: '^(constructs|lib|bin)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/templates/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
};
