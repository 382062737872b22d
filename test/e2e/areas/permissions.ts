import type { Journey } from '../harness/journey';
import { get, iam } from '../harness/other-services';
import { listOf, statementsOf } from '../harness/policies';
import type { World } from '../harness/world';

interface FunctionAnswer {
  readonly Configuration: { readonly Runtime: string; readonly Role: string; readonly State: string };
}

/** Roles, functions and the canary: that they are whole. Emulators do not enforce permissions. */
export function checkPermissions(journey: Journey, world: () => World): void {
  journey.check('every policy of a role is inline and names resources that have a value', async () => {
    const policies = world().all('AWS::IAM::Policy');
    let read = 0;
    for (const { physicalId: RoleName } of world().all('AWS::IAM::Role')) {
      expect(await iam('ListAttachedRolePolicies', { RoleName }, 'PolicyArn')).toEqual([]);
      for (const PolicyName of await iam('ListRolePolicies', { RoleName }, 'member')) {
        read += 1;
        const [text = ''] = await iam('GetRolePolicy', { RoleName, PolicyName }, 'PolicyDocument');
        for (const { Resource } of statementsOf(decodeURIComponent(text))) {
          const named = listOf(Resource);
          expect(named).not.toEqual([]);
          expect(named.filter((one) => !/^(\*|arn:aws:[a-z0-9-]+:[^{}]*)$/.test(one) || one.includes('None'))).toEqual(
            [],
          );
        }
      }
    }
    expect(read).toBeGreaterThanOrEqual(policies.length);
  });

  journey.check('the functions run on a current runtime, with a role of their own', async () => {
    const roles = new Set<string>();
    const functions = world().all('AWS::Lambda::Function');
    for (const { physicalId } of functions) {
      const { Configuration } = await get<FunctionAnswer>('lambda', `/2015-03-31/functions/${physicalId}`);
      expect(Configuration.Runtime).toMatch(/^nodejs(2[2-9])\.x$/);
      roles.add(Configuration.Role);
    }
    expect(roles.size).toBe(functions.length);
  });

  journey.check('the rotation function may be called by Secrets Manager alone', async () => {
    const name = world().one('AWS::Lambda::Function', /SecretRotation/).physicalId;
    const { Policy } = await get<{ Policy: string }>('lambda', `/2015-03-31/functions/${name}/policy`);
    expect(world().all('AWS::Lambda::Permission')).toHaveLength(1);
    expect(statementsOf(Policy).map(({ Principal }) => Principal)).toEqual([
      { Service: 'secretsmanager.amazonaws.com' },
    ]);
  });

  journey.check(
    'the canary asks the public address every few minutes and keeps what it saw in the archive',
    async () => {
      const Name = world().one('AWS::Synthetics::Canary').physicalId;
      const { Canary } = await get<{ Canary: Record<string, unknown> }>('synthetics', `/canary/${Name}`);
      expect(Canary['RuntimeVersion']).toMatch(/^syn-nodejs-/);
      expect(String(Canary['ArtifactS3Location'])).toContain(
        world().one('AWS::S3::Bucket', /LogArchive\/Bucket/).physicalId,
      );
      expect(JSON.stringify(Canary['Schedule'])).toMatch(/rate\(\d+ minutes?\)/);
    },
  );
}
