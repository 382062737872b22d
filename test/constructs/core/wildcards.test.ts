import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { bundledSource } from '../../../constructs/core/handlers';
import { waiveWildcard } from '../../../constructs/core/wildcards';
import { nagFindings, nagWaived } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

function writerOf(bucket: IBucket, stack: Stack, prefix = 'reports'): Role {
  const statement = (below: string) =>
    new PolicyStatement({ actions: ['s3:PutObject'], resources: [bucket.arnForObjects(`${below}/*`)] });
  const role = new Role(stack, 'Writer', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Write: new PolicyDocument({ statements: [statement(prefix)] }) },
  });
  waiveWildcard(role, bucket.arnForObjects('reports/*'), 'Reports are named by day');
  return role;
}

describe.each(FLAG_SETS)('waiving a wildcard under %s', (_, flags) => {
  const stacks = () => {
    const stage = testStage({ flags });
    return ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
  };
  const wildcards = (lines: string[]) => lines.filter((line) => line.includes('IAM5'));

  test.each([
    ['in one stack', 0],
    ['between stacks', 1],
  ])('%s it covers the finding and stands in the register', (_where, index) => {
    const both = stacks();
    const bucket = new Bucket(both[0], 'Bucket');
    const stack = both[index] as Stack;
    writerOf(bucket, stack);
    expect(wildcards(nagFindings(stack))).toEqual([]);
    expect(wildcards(nagWaived(stack))).toHaveLength(1);
    const { waivers } = (templateOf(stack).toJSON().Metadata as { Seaworthy: { waivers: object[] } }).Seaworthy;
    expect(waivers).toEqual([
      expect.objectContaining({
        path: `Test/${stack.node.id}/Writer`,
        reason: 'Reports are named by day',
        owner: 'seaworthy',
      }),
    ]);
  });

  test('it covers no other wildcard', () => {
    const [stack] = stacks();
    writerOf(new Bucket(stack, 'Bucket'), stack, 'secrets');
    expect(wildcards(nagFindings(stack))).toHaveLength(1);
  });
});

describe('bundledSource', () => {
  test('is the code that was bundled', () => {
    expect(bundledSource('canary')).toContain('seaworthy-canary');
  });

  test('refuses what was not built', () => {
    const error = thrownBy(() => bundledSource('nothing'));
    expect(error.code).toBe('HandlerNotBuilt');
    expect(error.message).toBe(
      "The bundled handler 'nothing' was not found\n" +
        '  fix: run `npm run build`, which bundles lib/runtime into dist/handlers',
    );
  });
});
