import { Lazy } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Access } from '../../../constructs/traffic/access';
import { testStack } from '../../_helpers/stack';
import { thrownBy } from './balancer';

describe('Access', () => {
  test.each([
    [Access.PUBLIC, true, true],
    [Access.cidrs('203.0.113.0/24'), true, false],
    [Access.INTERNAL, false, false],
    [Access.internalCidrs('10.20.0.0/16'), false, false],
  ])('%s decides the scheme and who is let in', (access, internetFacing, isOpenToAll) => {
    expect(access.internetFacing).toBe(internetFacing);
    expect(access.isOpenToAll).toBe(isOpenToAll);
  });

  test('names every caller for the rules', () => {
    const vpc = new Vpc(testStack(), 'Vpc');
    const who = (access: Access) => access.callersIn(vpc).map((caller) => caller.who);
    expect(who(Access.PUBLIC)).toEqual(['everybody', 'everybody over IPv6']);
    expect(who(Access.INTERNAL)).toEqual(['the VPC']);
    expect(who(Access.cidrs('203.0.113.0/24', '2001:db8::/32', '203.0.113.0/24'))).toEqual([
      '203.0.113.0/24',
      '2001:db8::/32',
    ]);
    expect(Access.cidrs('2001:db8::/32').callersIn(vpc)[0]?.peer.toIngressRuleConfig()).toEqual({
      cidrIpv6: '2001:db8::/32',
    });
  });

  test('takes ranges that nobody knows yet', () => {
    expect(Access.cidrs(Lazy.string({ produce: () => 'later' })).ranges).toHaveLength(1);
  });

  test.each(['203.0.113.7/32', '10.0.0.0/8', '2001:db8::/32', '::ffff:192.0.2.128/121', '2001:db8::1/128'])(
    'takes %s',
    (cidr) => expect(Access.cidrs(cidr).ranges).toEqual([cidr]),
  );

  test.each([
    ['office', "'office' is no address range like 203.0.113.0/24 or 2001:db8::/32"],
    ['203.0.113.0', "'203.0.113.0' is no address range like 203.0.113.0/24 or 2001:db8::/32"],
    ['203.0.113.256/24', "'203.0.113.256/24' is no address range like 203.0.113.0/24 or 2001:db8::/32"],
    ['203.0.113.0/33', "'203.0.113.0/33' is no address range like 203.0.113.0/24 or 2001:db8::/32"],
    ['203.0.113.0/24/1', "'203.0.113.0/24/1' is no address range like 203.0.113.0/24 or 2001:db8::/32"],
    ['0.0.0.0/0', "'0.0.0.0/0' is wider than /8, which is as good as the whole world"],
    ['::/0', "'::/0' is wider than /8, which is as good as the whole world"],
    ['203.0.113.7/24', "'203.0.113.7/24' has bits set behind its /24 prefix, so it names one host and not the range"],
    ['2001:db8::1/32', "'2001:db8::1/32' has bits set behind its /32 prefix, so it names one host and not the range"],
  ])('refuses %s', (cidr, problem) => {
    const error = thrownBy(() => Access.cidrs('198.51.100.0/24', cidr));
    expect(error.code).toBe('CidrMalformed');
    expect(error.message).toBe(
      `cidrs must be sound address ranges: ${problem}\n` +
        '  fix: write each range as its first address and a prefix; for everybody use Access.PUBLIC',
    );
  });

  test('lists every malformed range at once', () => {
    expect(thrownBy(() => Access.internalCidrs('a', '0.0.0.0/1')).message).toContain(
      "'a' is no address range like 203.0.113.0/24 or 2001:db8::/32; '0.0.0.0/1' is wider than /8",
    );
  });

  test('refuses an empty list', () => {
    const error = thrownBy(() => Access.cidrs());
    expect(error.code).toBe('CidrsMissing');
    expect(error.message).toBe(
      'cidrs must name at least one address range, got none\n' +
        "  fix: name who may connect, like '203.0.113.0/24', or use Access.PUBLIC or Access.INTERNAL",
    );
  });
});
