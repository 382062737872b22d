import { outcomes, templates, testItem } from './judging';

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const repository = (properties: object) => ({ Repository: { Type: 'AWS::ECR::Repository', Properties: properties } });
const scanned = { ImageScanningConfiguration: { ScanOnPush: true } };
const immutable = { ImageTagMutability: 'IMMUTABLE' };
const excluding = (...values: unknown[]) => ({
  ...scanned,
  ImageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
  ImageTagMutabilityExclusionFilters: values.map((value) => ({
    ImageTagMutabilityExclusionFilterType: 'WILDCARD',
    ImageTagMutabilityExclusionFilterValue: value,
  })),
});
const rule = (ScanFrequency: unknown, ...filters: unknown[]) => ({
  ScanFrequency,
  RepositoryFilters: filters.map((Filter) => ({ Filter, FilterType: 'WILDCARD' })),
});
const registry = (...Rules: unknown[]) => ({
  Registry: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { ScanType: 'ENHANCED', Rules } },
});
const basic = (...Rules: unknown[]) => ({
  Registry: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { ScanType: 'BASIC', Rules } },
});
const named = (RepositoryName: unknown, more: object = {}) => repository({ ...immutable, RepositoryName, ...more });
const inTwoStacks = (registryPlace: object) =>
  templates(
    { region: 'eu-west-1', account: '111111111111', body: { Resources: named('orders/web') } },
    {
      region: 'eu-west-1',
      account: '111111111111',
      ...registryPlace,
      body: { Resources: registry(rule('SCAN_ON_PUSH', '*')) },
    },
  );

testItem('INS-04', {
  on: 'Repository',
  meets: {
    'immutable and scanned': repository({ ...immutable, ...scanned }),
    'scanned in quotes': repository({ ...immutable, ImageScanningConfiguration: { ScanOnPush: 'true' } }),
    'some tags left out': repository(excluding('dev-*', 'latest')),
    'by the registry': { ...repository(immutable), ...registry(rule('CONTINUOUS_SCAN', '*')) },
    'by a basic scan of the registry': { ...named('orders/web'), ...basic(rule('SCAN_ON_PUSH', 'orders/*')) },
    'by a part of its name': { ...named('orders/web'), ...registry(rule('SCAN_ON_PUSH', 'web')) },
    'by a name that is known in part': {
      ...named(join({ Ref: 'Stage' }, '/orders')),
      ...registry(rule('SCAN_ON_PUSH', '*/orders')),
    },
    'by the registry in another stack': inTwoStacks({}),
    'by a reference to it': {
      ...repository(immutable),
      ...registry(rule('SCAN_ON_PUSH', 'other'), rule('CONTINUOUS_SCAN', { Ref: 'Repository' })),
    },
    'the registry has no rules': { ...named('web', scanned), ...basic() },
  },
  breaks: {
    nothing: repository({}),
    mutable: repository({ ...scanned, ImageTagMutability: 'MUTABLE' }),
    'mutable but for some tags': repository({ ...scanned, ImageTagMutability: 'MUTABLE_WITH_EXCLUSION' }),
    'not scanned': repository({ ...immutable, ImageScanningConfiguration: { ScanOnPush: false } }),
    'scanning left out': repository(immutable),
    'not scanned in one branch': repository({
      ...immutable,
      ImageScanningConfiguration: { ScanOnPush: { 'Fn::If': ['IsProd', true, false] } },
    }),
    'an exclusion of all tags': repository(excluding('release-*', '*')),
    'an exclusion of all tags through a join': repository(excluding(join('*', '*'))),
    'a registry that scans others': { ...named('orders/web', scanned), ...registry(rule('SCAN_ON_PUSH', 'prod*')) },
    'a registry that scans another repository of the app': {
      ...named('web', scanned),
      ...registry(rule('SCAN_ON_PUSH', { Ref: 'Other' })),
      Other: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'orders' } },
    },
    'a filter without a text': { ...named('web'), ...registry(rule('SCAN_ON_PUSH', undefined)) },
    'a registry that scans by hand': { ...named('web'), ...basic(rule('MANUAL', '*')) },
    'a registry without rules': { ...named('web', scanned), ...registry() },
    'a registry without rules, and no scan on push': { ...named('web'), ...basic() },
    'a name that is known in part, and scanned is another': {
      ...named({ 'Fn::Sub': 'prod-${Name}' }),
      ...registry(rule('SCAN_ON_PUSH', 'test*')),
    },
    'the registry of another region': inTwoStacks({ region: 'eu-central-1' }),
    'the registry of another account': inTwoStacks({ account: '222222222222' }),
    'mutable in a scanned registry': { ...repository({}), ...registry(rule('SCAN_ON_PUSH', '*')) },
  },
  undecided: {
    'a parameter': repository({ ...immutable, ImageScanningConfiguration: { ScanOnPush: { Ref: 'Scan' } } }),
    'mutability from a parameter': repository({ ...scanned, ImageTagMutability: { Ref: 'Mutability' } }),
    'an exclusion from a parameter': repository(excluding({ Ref: 'Filter' })),
    'exclusions from a parameter': repository({
      ...excluding(),
      ImageTagMutabilityExclusionFilters: { Ref: 'Filters' },
    }),
    'a name that CloudFormation makes': { ...repository(immutable), ...registry(rule('SCAN_ON_PUSH', 'orders*')) },
    'a filter from a parameter': { ...named('web'), ...registry(rule('SCAN_ON_PUSH', { Ref: 'Filter' })) },
    'a filter that is known in part': {
      ...named('prod-web'),
      ...registry(rule('SCAN_ON_PUSH', join('prod', { Ref: 'Rest' }))),
    },
    'a filter whose beginning is unknown': {
      ...named('prod-web'),
      ...registry(rule('SCAN_ON_PUSH', join({ Ref: 'Start' }, 'prod'))),
    },
    'a frequency from a parameter': { ...named('web'), ...registry(rule({ Ref: 'Frequency' }, '*')) },
    'rules from a parameter': {
      ...named('web'),
      Registry: { Type: 'AWS::ECR::RegistryScanningConfiguration', Properties: { Rules: { Ref: 'Rules' } } },
    },
    'a scan type from a parameter, and no rules': {
      ...named('web', scanned),
      Registry: {
        Type: 'AWS::ECR::RegistryScanningConfiguration',
        Properties: { ScanType: { Ref: 'Type' }, Rules: [] },
      },
    },
  },
  ignores: {
    'a template for repositories': { Repository: { Type: 'AWS::ECR::RepositoryCreationTemplate', Properties: {} } },
    'a public repository': { Repository: { Type: 'AWS::ECR::PublicRepository', Properties: {} } },
  },
});

test('INS-04 names the registry that does not scan', () => {
  const [finding] = outcomes('INS-04', { ...named('web', scanned), ...registry(rule('SCAN_ON_PUSH', 'orders')) });
  expect(finding).toMatchObject({
    found: 'no rule of Registry scans it',
    expected: 'a rule that scans it on push or continuously',
    locations: ['Properties.ImageScanningConfiguration.ScanOnPush'],
    evidence: ['Registry'],
  });
});
