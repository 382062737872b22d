import { App, Fn, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import fc from 'fast-check';
import { SeaworthyError } from '../../../constructs/core/errors';
import { AddressPlan, SPARE_TIERS, ZONE_SLOTS } from '../../../constructs/network/address-plan';
import { cidrsOverlap, formatCidr, parseCidr, sizeOf, type Cidr } from '../../../constructs/network/cidr';

function refusal(action: () => unknown): [string, string] {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(SeaworthyError);
    return [(error as SeaworthyError).code, (error as SeaworthyError).message];
  }
  throw new Error('nothing was thrown');
}

describe('where the tiers lie', () => {
  const plan = new AddressPlan('10.0.0.0/16', ['transit', 'inspection']);

  test.each([
    ['private', '10.0.0.0/17', ['10.0.0.0/19', '10.0.32.0/19', '10.0.64.0/19', '10.0.96.0/19']],
    ['public', '10.0.128.0/19', ['10.0.128.0/21', '10.0.136.0/21', '10.0.144.0/21', '10.0.152.0/21']],
    ['isolated', '10.0.160.0/19', ['10.0.160.0/21', '10.0.168.0/21', '10.0.176.0/21', '10.0.184.0/21']],
    ['transit', '10.0.192.0/20', ['10.0.192.0/22', '10.0.196.0/22', '10.0.200.0/22', '10.0.204.0/22']],
    ['inspection', '10.0.208.0/20', ['10.0.208.0/22', '10.0.212.0/22', '10.0.216.0/22', '10.0.220.0/22']],
  ])('%s is %s', (tier, block, subnets) => {
    expect(plan.tierCidr(tier)).toBe(block);
    expect([0, 1, 2, 3].map((zone) => plan.subnetCidr(tier, zone))).toEqual(subnets);
  });

  test('the smallest VPC still gives load balancers a /27 and every tier what AWS allows at least', () => {
    const small = new AddressPlan('192.168.252.0/22', ['a', 'b', 'c', 'd']);
    expect(small.subnetCidr('public', 3)).toBe('192.168.254.96/27');
    expect(small.subnetCidr('d', 3)).toBe('192.168.255.240/28');
  });

  test('addresses above 128.0.0.0 are no negative numbers', () => {
    expect(new AddressPlan('192.168.0.0/16').subnetCidr('isolated', 3)).toBe('192.168.184.0/21');
    expect(formatCidr(parseCidr('255.255.252.0/22') as Cidr)).toBe('255.255.252.0/22');
  });
});

describe('in a plain Vpc of the CDK', () => {
  const tiers = ['public', 'private', 'isolated'].map((name) => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED }));

  function cidrsOf(zones: number, extraTiers: string[]): Record<string, string> {
    const stack = new Stack(new App(), 'S', { env: { account: '111122223333', region: 'eu-west-1' } });
    new Vpc(stack, 'Vpc', {
      ipAddresses: new AddressPlan('10.7.0.0/18', extraTiers),
      availabilityZones: Array.from({ length: zones }, (_, index) => Fn.select(index, Fn.getAzs())),
      subnetConfiguration: [...tiers, ...extraTiers.map((name) => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED }))],
    });
    const subnets = Object.entries(Template.fromStack(stack).findResources('AWS::EC2::Subnet'));
    return Object.fromEntries(
      subnets.map(([id, { Properties }]) => [id, (Properties as { CidrBlock: string }).CidrBlock]),
    );
  }

  test('a fourth zone and a fourth tier change no subnet that is there', () => {
    const before = cidrsOf(3, []);
    expect(Object.keys(before)).toHaveLength(9);
    for (const after of [cidrsOf(4, []), cidrsOf(3, ['transit']), cidrsOf(4, ['transit', 'inspection'])]) {
      expect(after).toMatchObject(before);
      expect(Object.keys(after).length).toBeGreaterThan(9);
    }
  });
});

describe('for any legal block, number of zones and tiers', () => {
  const plans = fc
    .record({
      prefix: fc.integer({ min: 16, max: 22 }),
      start: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      extra: fc.integer({ min: 0, max: SPARE_TIERS }),
      zones: fc.integer({ min: 1, max: ZONE_SLOTS }),
    })
    .map(({ prefix, start, extra, zones }) => {
      const block = { base: start - (start % sizeOf({ base: 0, prefix })), prefix };
      const names = ['one', 'two', 'three', 'four'].slice(0, extra);
      return { block, zones, names, plan: new AddressPlan(formatCidr(block), names) };
    });
  const lastOf = (cidr: Cidr): number => cidr.base + sizeOf(cidr) - 1;

  test('subnets lie inside the VPC, begin at their first address and never overlap', () => {
    fc.assert(
      fc.property(plans, ({ plan, block, zones, names }) => {
        const subnets = ['public', 'private', 'isolated', ...names]
          .flatMap((tier) => Array.from({ length: zones }, (_, zone) => plan.subnetCidr(tier, zone)))
          .map((text) => parseCidr(text) as Cidr)
          .sort((a, b) => a.base - b.base);
        for (const [index, subnet] of subnets.entries()) {
          const next = subnets[index + 1];
          expect(subnet.base).toBeGreaterThanOrEqual(block.base);
          expect(lastOf(subnet)).toBeLessThanOrEqual(lastOf(block));
          expect(subnet.base % sizeOf(subnet)).toBe(0);
          expect(subnet.prefix).toBeLessThanOrEqual(28);
          expect(next === undefined || next.base > lastOf(subnet)).toBe(true);
        }
      }),
    );
  });

  test('the private tier is the largest', () => {
    fc.assert(
      fc.property(plans, ({ plan, names }) => {
        const prefixOf = (tier: string): number => (parseCidr(plan.tierCidr(tier)) as Cidr).prefix;
        expect(['public', 'isolated', ...names].every((tier) => prefixOf(tier) > prefixOf('private'))).toBe(true);
      }),
    );
  });

  test('what is written is what is read', () => {
    fc.assert(fc.property(plans, ({ block }) => expect(parseCidr(formatCidr(block))).toEqual(block)));
  });
});

describe('refusals', () => {
  test.each([
    ['10.0.0.0', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.0.0.0'"],
    ['10.0.0/16', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.0.0/16'"],
    ['10.0.0.256/16', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.0.0.256/16'"],
    ['10.00.0.0/16', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.00.0.0/16'"],
    ['10.0.0.0/16/8', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.0.0.0/16/8'"],
    ['10.0.0.0/33', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got '10.0.0.0/33'"],
    ['fd00::/8', 'CidrMalformed', "cidr must be an IPv4 block like 10.0.0.0/16, got 'fd00::/8'"],
    ['10.0.0.0/15', 'CidrPrefixOutOfRange', "cidr must have a prefix from /16 to /22, got '10.0.0.0/15'"],
    ['10.0.0.0/23', 'CidrPrefixOutOfRange', "cidr must have a prefix from /16 to /22, got '10.0.0.0/23'"],
    [
      '10.0.3.0/16',
      'CidrHostBitsSet',
      "cidr must begin at the first address of its block, got '10.0.3.0/16', whose block is 10.0.0.0/16",
    ],
  ])('%s', (cidr, code, text) => {
    expect(refusal(() => new AddressPlan(cidr))).toEqual([code, text]);
  });

  test('a block that nobody knows yet', () => {
    expect(refusal(() => new AddressPlan(Token.asString({ Ref: 'Block' })))).toEqual([
      'CidrUnknown',
      'cidr must be known when the stack is synthesized, got a token; subnets are cut from it then',
    ]);
  });

  test('more tiers or zones than there is room for, and tiers that nobody named', () => {
    expect(refusal(() => new AddressPlan('10.0.0.0/16', ['a', 'b', 'c', 'd', 'e']))).toEqual([
      'TooManyTiers',
      'extraTiers must be 4 or fewer, got 5: a, b, c, d, e',
    ]);
    const plan = new AddressPlan('10.0.0.0/16', ['a']);
    expect(refusal(() => plan.subnetCidr('public', 4))).toEqual(['ZoneOutOfPlan', 'zone must be from 0 to 3, got 4']);
    expect(refusal(() => plan.tierCidr('b'))).toEqual([
      'TierOutOfPlan',
      "tier must be one of private, public, isolated, a, got 'b'",
    ]);
  });
});

test.each([
  ['10.0.0.0/16', '10.0.255.0/24', true],
  ['10.0.255.0/24', '10.0.0.0/16', true],
  ['10.0.0.0/16', '10.1.0.0/16', false],
  ['10.0.0.0/16', 'elsewhere', false],
])('%s and %s overlap: %s', (one, other, expected) => {
  expect(cidrsOverlap(one, other)).toBe(expected);
});
