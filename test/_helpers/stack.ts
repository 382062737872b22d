import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import recommended from 'aws-cdk-lib/recommended-feature-flags.json';
import { Baseline } from '../../constructs/core/baseline';
import { provideContext } from '../../constructs/core/context';
import { tagOwnership } from '../../constructs/core/tags';
import { Tier } from '../../constructs/core/tier';

/** Both sets of feature flags that everything must hold under; for `describe.each`. */
export const FLAG_SETS: [string, Record<string, unknown>][] = [
  ['no feature flags', {}],
  ['the recommended feature flags', recommended],
];

export const PLACE = { account: '111122223333', region: 'eu-west-1' };

const ZONES_KEY = `availability-zones:account=${PLACE.account}:region=${PLACE.region}`;

export interface TestStackOptions {
  readonly tier?: Tier;
  readonly flags?: Record<string, unknown>;
}

/** A stage that gives its stacks what an Environment gives them: context, tags, zones. */
export function testStage({ tier = Tier.PRODUCTION, flags = {} }: TestStackOptions = {}): Stage {
  const app = new App({ context: { ...flags, [ZONES_KEY]: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] } });
  const stage = new Stage(app, 'Test', { env: PLACE });
  provideContext(stage, {
    tier,
    baseline: Baseline.V2026_11,
    environment: tier,
    service: 'orders',
    owner: 'team-orders',
    costCenter: '4711',
    alerts: { page: ['pager@example.com'], ticket: ['orders@example.com'] },
  });
  tagOwnership(stage, { environment: tier, service: 'orders', owner: 'team-orders', costCenter: '4711' });
  return stage;
}

/** A stack of such a stage, in production unless told otherwise. */
export function testStack(options: TestStackOptions = {}): Stack {
  return new Stack(testStage(options), 'Stack', { description: 'Under test' });
}

/** The template of a stack, with all stacks of its app synthesized. */
export function templateOf(stack: Stack): Template {
  return Template.fromStack(stack);
}
