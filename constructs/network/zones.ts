import { Fn, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { SeaworthyError } from '../core/errors';
import { waive } from '../core/waivers';

/** What the CDK puts in place of zones that it has yet to look up. */
const NOT_LOOKED_UP = 'dummy1a';

/**
 * Regions where most accounts see fewer than three zones, as of November 2026.
 * Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 */
const FEW_ZONES: Readonly<Record<string, number>> = { 'us-west-1': 2 };

/**
 * The zones that a VPC in the stack of `scope` spans: the stack's first `count`. A stack without a known region takes
 * them from `Fn::GetAZs` when it is deployed, as many as wanted, and nothing is looked up.
 *
 * @throws SeaworthyError `TooFewZones` where `isExact` and the region has fewer, or where most accounts see fewer in it
 */
export function zonesOf(scope: IConstruct, count: number, isExact: boolean): string[] {
  const known = Stack.of(scope).availabilityZones;
  if (known.some((zone) => Token.isUnresolved(zone))) {
    refuseFewZones(scope, count);
    return Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
  }
  if (isExact && known.length < count && known[0] !== NOT_LOOKED_UP) {
    throw new SeaworthyError('TooFewZones', `zones must be at most ${known.length} here, got ${count}`, {
      scope,
      fix: `the stack knows these zones: ${known.join(', ')}; ask for fewer, or name them in availabilityZones`,
    });
  }
  return known.slice(0, count);
}

/** `Fn::Select` beyond the end of `Fn::GetAZs` would fail at deployment only. */
function refuseFewZones(scope: IConstruct, count: number): void {
  const { region } = Stack.of(scope);
  const most = FEW_ZONES[region];
  if (most !== undefined && count > most) {
    throw new SeaworthyError('TooFewZones', `zones must be ${most} in ${region}, got ${count}`, {
      scope,
      fix: `set zones: ${most}, or, if your account sees more zones in ${region}, name them in availabilityZones`,
    });
  }
}

/**
 * Runs `make` while the stack of `scope` names exactly these zones. `ec2.Vpc` asks its stack for zones even where it is
 * given some, and a stack that was never asked before would look them up in AWS.
 */
export function withPinnedZones<T>(scope: IConstruct, zones: readonly string[], make: () => T): T {
  const stack = Stack.of(scope);
  waive(scope, [
    {
      item: 'CloudFormation-Validate::W3010',
      reason: 'The zones are pinned by the availabilityZones of the network',
      owner: 'seaworthy',
    },
  ]);
  Object.defineProperty(stack, 'availabilityZones', { configurable: true, value: [...zones] });
  try {
    return make();
  } finally {
    Reflect.deleteProperty(stack, 'availabilityZones');
  }
}
