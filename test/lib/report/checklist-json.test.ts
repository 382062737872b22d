import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import type { Judgement } from '../../../lib/checklist/judgement';
import { judge } from '../../../lib/checklist/judge';
import { checklistOf, type Profile } from '../../../lib/checklist/profile';
import { met, missed } from '../../../lib/checklist/rule';
import { checklistJson } from '../../../lib/report/checklist-json';
import type { ChecklistDocument } from '../../../lib/report/checklist-schema';
import { indexOf, judged, templates, type Resources } from '../checklist/judging';
import { BROKEN, FINDING, HOSTILE, sample, UNDECIDED, WAIVER } from './sample';

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../../lib/report/checklist.schema.json'), 'utf8')) as object;

type Validate = ValidateFunction<unknown>;

const validate: Validate = new Ajv({ allErrors: true }).compile(SCHEMA);

/** The same schema, which no key escapes that it does not describe. */
const validateClosed: Validate = new Ajv({ allErrors: true }).compile(closed(SCHEMA) as object);

function closed(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(closed);
  }
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  const entries = Object.entries(node).map(([key, value]) => [key, closed(value)]);
  return { ...Object.fromEntries(entries), ...('properties' in node ? { additionalProperties: false } : {}) } as object;
}

function read(judgement: Judgement): ChecklistDocument {
  const text = checklistJson(judgement);
  const document: unknown = JSON.parse(text);
  validate(document);
  expect(validate.errors).toBeNull();
  validateClosed(document);
  expect(validateClosed.errors).toBeNull();
  return document as ChecklistDocument;
}

function judgedBy(profile: Profile, resources: Resources): Judgement {
  return judge(indexOf(resources), { ...checklistOf(profile), today: '2026-11-20' });
}

const GROUP: Resources = {
  Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: { Ref: 'Min' } } },
};

test('a finding, in full', () => {
  const { findings, items } = read(
    sample({ findings: [{ ...FINDING, source: { file: 'lib/orders.ts', line: 12 }, evidence: ['Alarm'] }] }),
  );
  expect(findings).toEqual([
    {
      id: 'Seaworthy::HA-06',
      severity: 'error',
      resource: 'Group',
      path: 'Stack/Group',
      template: 'Stack.template.json',
      message: 'Health checks find a sick target within a minute: every 60 s, unhealthy after 3; expected at most 60 s',
      fix: 'Use ServiceTargetGroup.',
      title: 'Health checks find a sick target within a minute',
      type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
      stack: 'Stack',
      tier: 'production',
      found: 'every 60 s, unhealthy after 3',
      expected: 'at most 60 s',
      locations: ['Properties.HealthCheckIntervalSeconds'],
      evidence: ['Alarm'],
      documentation: 'https://docs.aws.amazon.com/health',
      source: { file: 'lib/orders.ts', line: 12 },
    },
  ]);
  expect(items['Seaworthy::HA-06']?.area).toBe('HA');
});

describe('real judgements are what the schema says', () => {
  test('findings, undecided, met, not applicable', () => {
    const { version, findings, undecided, met: good, notApplicable, areas, stacks, items } = read(judged(GROUP));
    expect(version).toBe(1);
    expect(findings.find(({ id }) => id === 'Seaworthy::INS-02')?.message).toBe(
      'Instances are replaced, never patched in place: MaxInstanceLifetime is not set; ' +
        'expected between 86400 and 2592000 seconds (1 to 30 days)',
    );
    expect(undecided.map(({ id }) => id)).toContain('Seaworthy::HA-02');
    expect(good).toEqual(expect.any(Array));
    expect(notApplicable).toContain('Seaworthy::NET-03');
    expect(notApplicable.filter((id) => !Object.hasOwn(items, id))).toEqual([]);
    expect(areas.NET?.name).toBe('networking');
    expect(stacks).toEqual([
      {
        path: expect.any(String) as string,
        template: 'Stack0.template.json',
        tier: 'production',
        region: 'eu-west-1',
        resources: 1,
      },
    ]);
  });

  test('an app without anything', () => {
    const { score, findings } = read(judged(templates()));
    expect({ score, findings }).toEqual({ score: null, findings: [] });
  });

  test('waivers that hold, that ended, and that nobody knows', () => {
    const acknowledgements = [
      { id: 'Seaworthy::INS-02', path: '', reason: 'a rehearsal [owner=team-orders until=2027-03-31]' },
      { id: 'Seaworthy::INS-01', path: '', reason: 'once [owner=team-orders until=2026-01-31]' },
      { id: 'Seaworthy::NOT-01', path: '', reason: '' },
    ];
    const { waived, waivers } = read(judged(GROUP, { acknowledgements }));
    expect(waived.map(({ id, waiver }) => [id, waiver.owner, waiver.until])).toEqual([
      ['Seaworthy::INS-02', 'team-orders', '2027-03-31'],
    ]);
    expect(waivers.map(({ id, isExpired, isKnown }) => [id, isExpired, isKnown])).toEqual([
      ['Seaworthy::INS-01', true, true],
      ['Seaworthy::INS-02', false, true],
      ['Seaworthy::NOT-01', false, false],
    ]);
  });

  test('rules of a team, rules that fail, items that are off', () => {
    const base = { severity: 'error', fix: 'Do.', types: ['AWS::AutoScaling::AutoScalingGroup'] } as const;
    const {
      findings,
      broken,
      off,
      met: good,
      items,
      areas,
    } = read(
      judgedBy(
        {
          items: { 'INS-02': { off: 'we patch' } },
          extraRules: [
            { ...base, id: 'ACME-01', title: 'No groups', judge: () => missed('a group', 'none') },
            { ...base, id: 'ACME-02', title: 'Broken', judge: () => JSON.parse('{') as undefined },
            { ...base, id: 'ACME-03', title: 'Good', judge: (one) => met('a group', { evidence: [one] }) },
          ],
        },
        GROUP,
      ),
    );
    expect(findings.filter(({ id }) => id.includes('ACME'))).toMatchObject([
      { message: 'No groups: a group; expected none' },
    ]);
    expect(broken).toMatchObject([
      { id: 'Seaworthy::ACME-02', resource: 'Group', error: expect.stringMatching(/^SyntaxError/) as string },
    ]);
    expect(good.find(({ id }) => id === 'Seaworthy::ACME-03')?.evidence).toEqual(['Group']);
    expect(off).toMatchObject([{ id: 'Seaworthy::INS-02', reason: 'we patch' }]);
    expect(items['Seaworthy::ACME-01']).toMatchObject({ area: 'ACME', why: '', documentation: '' });
    expect(areas.ACME).toEqual({ name: 'ACME', met: 1, missed: 1, waived: 0, undecided: 0, notApplicable: 0 });
  });
});

test('hostile texts stay texts', () => {
  const hostile = { ...FINDING, found: HOSTILE, path: HOSTILE, resource: HOSTILE };
  const { findings } = read(
    sample({ findings: [hostile], undecided: [UNDECIDED], broken: [BROKEN], waivers: [WAIVER] }),
  );
  expect(findings[0]?.found).toBe(HOSTILE);
});

test('the schema takes keys that it does not know yet, and misses those that are gone', () => {
  const document = JSON.parse(checklistJson(sample())) as Record<string, unknown>;
  expect(validate({ ...document, later: 1 })).toBe(true);
  expect(validate({ ...document, version: 2 })).toBe(false);
  expect(validate({ ...document, findings: undefined })).toBe(false);
});

test('the same judgement is the same text', () => {
  expect(checklistJson(judged(GROUP))).toBe(checklistJson(judged(GROUP)));
});
