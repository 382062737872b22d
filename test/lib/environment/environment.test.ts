import { App, CfnResource, Fn, NestedStack, Stack, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Baseline } from '../../../constructs/core/baseline';
import { METADATA_KEY } from '../../../constructs/core/metadata';
import { Tier } from '../../../constructs/core/tier';
import { Environment, type EnvironmentProps } from '../../../lib/environment/environment';
import { FLAG_SETS, PLACE } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const PROPS: EnvironmentProps = {
  tier: Tier.PRODUCTION,
  env: PLACE,
  service: 'orders',
  owner: 'team-orders',
  costCenter: '4711',
  alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
  checks: { checklist: false, awsSolutions: false },
};

const OWNERSHIP = { service: 'orders', environment: 'production', owner: 'team-orders', 'cost-center': '4711' };

function environment(props: Partial<EnvironmentProps> = {}, flags: Record<string, unknown> = {}): Environment {
  return new Environment(new App({ context: flags }), 'Production', { ...PROPS, ...props });
}

/** A stack with a bucket in it. */
function stackIn(scope: Environment, props?: StackProps): Stack {
  const stack = new Stack(scope, 'Data', props);
  new CfnBucket(stack, 'Bucket');
  return stack;
}

const asTags = (tags: Record<string, string>) =>
  Object.keys(tags)
    .sort()
    .map((Key) => ({ Key, Value: tags[Key] }));

describe.each(FLAG_SETS)('under %s', (_name, flags) => {
  const place = environment({ expires: '2027-03-31' }, flags);
  const stack = stackIn(place);
  const nested = new NestedStack(stack, 'Nested');
  new CfnBucket(nested, 'Bucket');
  const artifact = place.synth().getStackArtifact(stack.artifactId);
  const tags = { ...OWNERSHIP, expires: '2027-03-31' };

  test('every resource carries the tags of ownership and the last day', () => {
    for (const one of [stack, nested]) {
      Template.fromStack(one).hasResourceProperties('AWS::S3::Bucket', { Tags: asTags(tags) });
    }
    Template.fromStack(stack).hasResourceProperties('AWS::CloudFormation::Stack', { Tags: asTags(tags) });
  });

  test('the stack itself carries them', () => {
    expect(artifact.tags).toEqual(tags);
  });

  test('nothing is left to be looked up in AWS', () => {
    expect(stack.availabilityZones).toHaveLength(4);
    expect(place.synth().manifest.missing).toBeUndefined();
  });

  test('only the stack that is deployed by name is protected; the nested one goes with it', () => {
    expect([stack.terminationProtection, nested.terminationProtection]).toEqual([true, false]);
  });
});

describe('stacks', () => {
  test('without a description get one', () => {
    const stack = stackIn(environment({ environmentName: 'prod-2' }));
    expect(Template.fromStack(stack).toJSON().Description).toBe('Data of orders in prod-2');
  });

  test('with a description keep it', () => {
    const stack = stackIn(environment(), { description: 'Where orders lie' });
    expect(Template.fromStack(stack).toJSON().Description).toBe('Where orders lie');
  });

  test.each([
    [Tier.PRODUCTION, true],
    [Tier.STAGING, true],
    [Tier.DEVELOPMENT, false],
  ])('in %s: protected from deletion is %s', (tier, expected) => {
    const stack = stackIn(environment({ tier }));
    Template.fromStack(stack);
    expect(stack.terminationProtection).toBe(expected);
  });

  test('in development may still protect themselves', () => {
    const stack = stackIn(environment({ tier: Tier.DEVELOPMENT }), { terminationProtection: true });
    Template.fromStack(stack);
    expect(stack.terminationProtection).toBe(true);
  });

  test('say in their template what they are, and what is waived', () => {
    const waiver = { item: 'Seaworthy::NET-05', reason: 'Has no network', owner: 'team-orders', until: '2027-03-31' };
    const stack = stackIn(environment({ tier: Tier.STAGING, waive: [waiver] }));
    Template.fromStack(stack).templateMatches({
      Metadata: {
        [METADATA_KEY]: {
          tier: 'staging',
          environment: 'staging',
          service: 'orders',
          baseline: '2026-11',
          waivers: [{ path: 'Production', ...waiver }],
        },
      },
    });
  });
});

describe('its constructs', () => {
  test('know the environment', () => {
    expect(environment({ runbooks: 'https://runbooks.example.com' }).context).toEqual({
      tier: Tier.PRODUCTION,
      baseline: Baseline.V2026_11,
      environment: 'production',
      service: 'orders',
      owner: 'team-orders',
      costCenter: '4711',
      alerts: PROPS.alerts,
      runbooks: 'https://runbooks.example.com',
    });
  });

  test('find pinned zones', () => {
    const stack = stackIn(environment({ availabilityZones: ['eu-west-1a', 'eu-west-1c'] }));
    expect(stack.availabilityZones).toEqual(['eu-west-1a', 'eu-west-1c']);
  });

  test('find the first four zones of the region where none are pinned', () => {
    const stack = stackIn(environment());
    expect(stack.resolve(stack.availabilityZones)).toEqual(
      [0, 1, 2, 3].map((index) => ({ 'Fn::Select': [index, { 'Fn::GetAZs': '' }] })),
    );
  });

  test('find what a stack without a place has anyway', () => {
    const stack = stackIn(environment({ env: undefined }));
    expect(stack.resolve(stack.availabilityZones[0])).toEqual(stack.resolve(Fn.select(0, Fn.getAzs())));
  });
});

describe('a reference between stacks', () => {
  function templateThatRefers(flags: Record<string, unknown>): string {
    const place = environment({}, flags);
    const made = new CfnBucket(stackIn(place), 'Made');
    const user = new Stack(place, 'User');
    new CfnResource(user, 'Reader', { type: 'Test::Reader', properties: { Bucket: made.attrArn } });
    return JSON.stringify(Template.fromStack(user).toJSON().Resources);
  }

  test('is weak, so that either stack can change first', () => {
    expect(templateThatRefers({})).toContain('Fn::GetStackOutput');
  });

  test.each([
    ['strong', 'Fn::ImportValue'],
    ['weak', 'Fn::GetStackOutput'],
  ])('is %s where the app decided so', (strength, intrinsic) => {
    expect(templateThatRefers({ '@aws-cdk/core:defaultCrossStackReferences': strength })).toContain(intrinsic);
  });
});

describe('refuses', () => {
  test.each<[string, Partial<EnvironmentProps>, string, string]>([
    [
      'a malformed service',
      { service: 'Orders' },
      'ServiceNameMalformed',
      "service must be lower-case letters, digits and hyphens, got 'Orders'",
    ],
    [
      'a missing owner',
      { owner: ' ' },
      'OwnerMissing',
      "owner must name the team that answers for the service, got ' '",
    ],
    ['a missing cost centre', { costCenter: '' }, 'CostCenterMissing', "costCenter must name who pays, got ''"],
    [
      'a malformed name',
      { environmentName: 'Prod_1' },
      'EnvironmentNameMalformed',
      "environmentName must be lower-case letters, digits and hyphens, got 'Prod_1'",
    ],
    [
      'a single zone, also when it is named twice',
      { availabilityZones: ['eu-west-1a', 'eu-west-1a'] },
      'TooFewZones',
      'availabilityZones must name two different zones or more, got ["eu-west-1a","eu-west-1a"]',
    ],
    [
      'a last day that the calendar does not have',
      { expires: '2027-02-30' },
      'ExpiryMalformed',
      "expires must be a day like 2027-03-31, got '2027-02-30'",
    ],
  ])('%s', (_name, props, code, message) => {
    expect(thrownBy(() => environment(props))).toMatchObject({ code, message: `${message}\n  at: Production` });
  });

  test('all that is wrong at once', () => {
    expect(thrownBy(() => environment({ owner: '', expires: 'soon' }))).toMatchObject({
      code: 'InvalidProps',
      message: `2 props are wrong:
  - owner must name the team that answers for the service, got '' [OwnerMissing]
  - expires must be a day like 2027-03-31, got 'soon' [ExpiryMalformed]
  at: Production`,
    });
  });
});

test('two services in one account share no name of a stack', () => {
  const app = new App();
  const names = ['orders', 'billing'].flatMap((service) => {
    const environment = new Environment(app, `${service}Production`, {
      tier: Tier.PRODUCTION,
      env: PLACE,
      service,
      owner: 'team-shop',
      costCenter: '4711',
      alerts: { page: ['pager@example.com'], ticket: ['shop@example.com'] },
    });
    return [new Stack(environment, 'Platform').stackName];
  });
  expect(names).toEqual(['orders-production-Platform', 'billing-production-Platform']);
});
