import { ManagedRules } from '../../../constructs/traffic/web-firewall-rules';
import { balancerIn } from '../../constructs/traffic/balancer';
import { testStack } from '../../_helpers/stack';
import { judgementOf } from '../../../lib/testing/judged';

const why = { reason: 'Uploads are larger than it allows', owner: 'team-orders' };

test.each(
  Object.values(ManagedRules).flatMap((group): [string, object][] => [
    [`${group} as a whole`, { group, ...why }],
    [`one rule of ${group}`, { group, rules: ['SizeRestrictions_BODY'], ...why }],
  ]),
)('a web firewall in which %s counts uses the waiver that it brings', (_, counted) => {
  const stack = testStack();
  balancerIn(stack, { webFirewall: { count: [counted as never] } });
  const { findings, waived } = judgementOf(stack);
  expect(waived.filter(({ item }) => item === 'SEC-08')).toMatchObject([{ type: 'AWS::WAFv2::WebACL' }]);
  expect(findings.filter(({ item }) => ['SEC-08', 'WAIVER-02'].includes(item))).toEqual([]);
});
