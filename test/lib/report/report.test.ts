import { passes, type Judgement, type Outcome } from '../../../lib/checklist/judgement';
import { checklistJson } from '../../../lib/report/checklist-json';
import { findingBlock, findingsText } from '../../../lib/report/findings';
import { coloured, plain } from '../../../lib/report/paint';
import { scorecard, verdict } from '../../../lib/report/scorecard';
import { judged } from '../checklist/judging';

const finding: Outcome = {
  id: 'Seaworthy::HA-06',
  item: 'HA-06',
  area: 'HA',
  state: 'missed',
  severity: 'error',
  title: 'Health checks find a sick target within a minute',
  resource: 'Group',
  type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
  path: 'Stack/Group',
  stack: 'Stack',
  template: 'Stack.template.json',
  found: 'every 60 s, unhealthy after 3',
  expected: 'at most 60 s',
  fix: 'Use ServiceTargetGroup.',
  locations: ['Properties.HealthCheckIntervalSeconds'],
  evidence: [],
};

const nothing = { met: 0, missed: 0, waived: 0, undecided: 0, notApplicable: 0 };

function judgement(parts: Partial<Judgement> = {}): Judgement {
  return {
    findings: [finding, { ...finding, severity: 'warning' }],
    undecided: [],
    waived: [],
    met: [],
    notApplicable: [],
    broken: [],
    waivers: [],
    areas: { HA: { ...nothing, met: 12, missed: 2, notApplicable: 3 }, SCL: { ...nothing, waived: 1, undecided: 10 } },
    score: 85,
    ...parts,
  };
}

const ANSI = new RegExp(`${String.fromCharCode(27)}\\[`);

test('the scorecard has a line per area, a sum and a verdict', () => {
  expect(scorecard(judgement())).toBe(
    [
      'Seaworthy: the production checklist',
      '                      met  missed  waived  undecided  not applicable',
      'HA high availability   12       2       ·          ·               3',
      'SCL scale               ·       ·       1         10               ·',
      'all                    12       2       1         10               3',
      '85 % met, 1 error, 1 warning',
    ].join('\n'),
  );
});

test('the verdict', () => {
  expect(verdict(judgement({ findings: [], score: 100 }))).toBe('100 % met');
  expect(verdict(judgement({ findings: [], score: null }))).toBe('nothing to judge');
  expect(verdict(judgement({ findings: [], undecided: [finding], score: 50 }))).toBe('50 % met, 1 undecided');
});

test('a finding is a block with everything that mends it', () => {
  expect(findingBlock(finding)).toBe(
    [
      'error Seaworthy::HA-06 Health checks find a sick target within a minute',
      '  at:       Stack/Group (Group in Stack.template.json)',
      '  found:    every 60 s, unhealthy after 3 [Properties.HealthCheckIntervalSeconds]',
      '  expected: at most 60 s',
      '  fix:      Use ServiceTargetGroup.',
      "  waive:    waive: [{ item: 'Seaworthy::HA-06', reason: '…', owner: '…', until: 'YYYY-MM-DD' }]",
    ].join('\n'),
  );
  expect(findingBlock({ ...finding, resource: null })).toContain('at:       Stack/Group (Stack.template.json)');
});

test('rules that failed come first, with their own error', () => {
  const broken = [
    {
      id: 'Seaworthy::HA-07',
      item: 'HA-07',
      resource: 'Group',
      path: 'Stack/Group',
      template: 't',
      error: 'TypeError: x',
    },
  ];
  const text = findingsText(judgement({ broken }));
  expect(text.indexOf('TypeError: x')).toBeLessThan(text.indexOf('Seaworthy::HA-06'));
  expect(passes(judgement({ broken, findings: [] }))).toBe(false);
});

test('colours are a matter of the paint', () => {
  expect(scorecard(judgement(), plain)).not.toMatch(ANSI);
  expect(coloured('bad', 'x')).toContain('x');
});

test('a warning alone passes, an error does not', () => {
  expect(passes(judgement({ findings: [{ ...finding, severity: 'warning' }] }))).toBe(true);
  expect(passes(judgement())).toBe(false);
});

test('checklist.json is the same for the same app', () => {
  const resources = { Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: { Ref: 'Min' } } } };
  const [one, other] = [checklistJson(judged(resources)), checklistJson(judged(resources))];
  expect(one).toBe(other);
  const read = JSON.parse(one) as Record<string, { id: string; message?: string }[]>;
  expect(read.findings?.find(({ id }) => id === 'Seaworthy::INS-02')?.message).toBe(
    'Instances are replaced, never patched in place: Properties.MaxInstanceLifetime is not set; ' +
      'expected between 86400 and 2592000 seconds (1 to 30 days)',
  );
  expect(read.undecided?.map(({ id }) => id)).toContain('Seaworthy::HA-02');
});
