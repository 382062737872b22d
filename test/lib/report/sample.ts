import { Tier } from '../../../constructs/core/tier';
import type { BrokenRule, Judgement, Outcome } from '../../../lib/checklist/judgement';
import { checklistOf } from '../../../lib/checklist/profile';
import type { WaiverUse } from '../../../lib/checklist/waiver-use';

export const FINDING: Outcome = {
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
  tier: Tier.PRODUCTION,
  found: 'every 60 s, unhealthy after 3',
  expected: 'at most 60 s',
  fix: 'Use ServiceTargetGroup.',
  documentation: 'https://docs.aws.amazon.com/health',
  locations: ['Properties.HealthCheckIntervalSeconds'],
  evidence: [],
};

export const WARNING: Outcome = { ...FINDING, severity: 'warning', path: 'Stack/Other', resource: 'Other' };

export const UNDECIDED: Outcome = {
  ...FINDING,
  state: 'undecided',
  found: 'Properties.Port is a parameter',
  expected: '',
};

export const WAIVER: WaiverUse = {
  id: 'Seaworthy::HA-06',
  item: 'HA-06',
  path: 'Stack',
  reason: 'a rehearsal',
  owner: 'team-orders',
  until: '2027-03-31',
  isExpired: false,
  isBare: false,
  isKnown: true,
  isRelevant: true,
  matched: 1,
};

export const BROKEN: BrokenRule = {
  id: 'Seaworthy::HA-07',
  item: 'HA-07',
  resource: 'Group',
  path: 'Stack/Group',
  template: 'Stack.template.json',
  error: 'TypeError: x is not a function\n    at rule (rule.ts:1:2)',
};

const NONE = { met: 0, missed: 0, waived: 0, undecided: 0, notApplicable: 0 };

/** A judgement with an error and a warning, and what else a test needs. */
export function sample(parts: Partial<Judgement> = {}): Judgement {
  return {
    findings: [FINDING, WARNING],
    undecided: [],
    waived: [],
    met: [],
    notApplicable: [],
    broken: [],
    waivers: [],
    areas: { HA: { ...NONE, met: 12, missed: 2, notApplicable: 3 }, SCL: { ...NONE, waived: 1, undecided: 10 } },
    stacks: [],
    items: checklistOf().items,
    off: [],
    score: 85,
    ...parts,
  };
}

/** So many findings over all items, each on a resource of its own. */
export function many(count: number, parts: Partial<Outcome> = {}): Outcome[] {
  const outcomes = Object.entries(checklistOf().items).map(
    ([item, { area, title, severity, fix, documentation }]): Outcome => ({
      ...FINDING,
      ...{ item, id: `Seaworthy::${item}`, area, title, severity, fix, documentation },
    }),
  );
  return Array.from({ length: count }, (_, at) => ({
    ...(outcomes[at % outcomes.length] ?? FINDING),
    path: `Stack/Group${at}/Resource`,
    resource: `Group${at}`,
    ...parts,
  }));
}

/** Everything that a template can say to harm who reads a report of it. */
export const HOSTILE = [
  '@octocat see #12, GH-34 and o/r#5',
  '<img src=x onerror=alert(1)> </details><!-- -->',
  '| cut | the | table |',
  '`code` ``` **bold** _it_ ~~gone~~ [link](https://evil.example/) ![image](https://evil.example/x.png)',
  'one\ntwo\r\n# heading\n- [ ] task',
  'www.evil.example ftp://evil.example user@evil.example',
  `${String.fromCharCode(27)}[31mred${String.fromCharCode(27)}[0m \u202Eturned\u202C \uD800`,
  '$x^2$ $`y`$ &lt; &#64; \\',
].join(' ');
