import type { Judgement } from '../../../lib/checklist/judgement';
import { judge } from '../../../lib/checklist/judge';
import { checklistOf } from '../../../lib/checklist/profile';
import { missed } from '../../../lib/checklist/rule';
import { checklistSarif, type SarifOptions } from '../../../lib/report/sarif';
import { indexOf, judged, templates } from '../checklist/judging';
import { BROKEN, FINDING, HOSTILE, many, sample, UNDECIDED, WAIVER, WARNING } from './sample';
import { sarifSchema, type Sarif } from './sarif-schema';

type Run = Sarif['runs'][number];

function run(judgement: Judgement, options?: SarifOptions): Run {
  const { runs } = sarifSchema.parse(JSON.parse(checklistSarif(judgement, options)));
  return runs[0] as Run;
}

const WAIVED = { ...FINDING, waiver: WAIVER };

const GROUP = {
  Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: { Ref: 'Min' } } },
};

test('a finding is a result, in full', () => {
  const { results } = run(sample({ findings: [{ ...FINDING, source: { file: 'lib/my orders.ts', line: 12 } }] }));
  expect(results).toEqual([
    {
      ruleId: 'Seaworthy::HA-06',
      ruleIndex: Object.keys(checklistOf().items).indexOf('HA-06'),
      kind: 'fail',
      level: 'error',
      message: {
        text: 'Health checks find a sick target within a minute: every 60 s, unhealthy after 3; expected at most 60 s',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'lib/my%20orders.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12 },
          },
          logicalLocations: [{ name: 'Group', fullyQualifiedName: 'Stack/Group', kind: 'resource' }],
        },
      ],
      partialFingerprints: {
        primaryLocationLineHash: expect.stringMatching(/:1$/) as string,
        'seaworthyOutcome/v1': expect.stringMatching(/:1$/) as string,
      },
      suppressions: [],
      properties: {
        stack: 'Stack',
        tier: 'production',
        template: 'Stack.template.json',
        found: 'every 60 s, unhealthy after 3',
        expected: 'at most 60 s',
        locations: ['Properties.HealthCheckIntervalSeconds'],
        evidence: [],
      },
    },
  ]);
});

test('every item is a rule', () => {
  const { rules } = run(sample()).tool.driver;
  const { items } = checklistOf();
  expect(rules).toHaveLength(Object.keys(items).length);
  const net = items['NET-03'];
  expect(rules.find(({ id }) => id === 'Seaworthy::NET-03')).toEqual({
    id: 'Seaworthy::NET-03',
    name: 'NobodyAdministersOverOpenPorts',
    shortDescription: { text: net?.title },
    fullDescription: { text: net?.why },
    help: {
      text: `Why: ${net?.why}\nDecided by: ${net?.decidedBy}\nFix: ${net?.fix}\nRead on: ${net?.documentation}`,
      markdown: expect.stringMatching(
        /^\*\*Why:\*\* .*\n\n\*\*Decided by:\*\* .*\n\n\*\*Fix:\*\* .*\n\n\[Read on\]\(<.*>\)$/,
      ) as string,
    },
    helpUri: net?.documentation,
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['NET', 'networking'] },
  });
});

test('waived findings are suppressed, undecided ones open', () => {
  const { results } = run(
    sample({
      findings: [FINDING, WARNING],
      waived: [WAIVED, { ...WAIVED, path: 'Stack/B', waiver: { ...WAIVER, owner: undefined, until: undefined } }],
      undecided: [UNDECIDED],
    }),
  );
  expect(results.map(({ kind, level, suppressions }) => [kind, level, suppressions])).toEqual([
    ['fail', 'error', []],
    ['fail', 'warning', []],
    [
      'fail',
      'error',
      [{ kind: 'external', status: 'accepted', justification: 'a rehearsal (owner team-orders, until 2027-03-31)' }],
    ],
    ['fail', 'error', [{ kind: 'external', status: 'accepted', justification: 'a rehearsal' }]],
    ['open', 'none', []],
  ]);
});

test('rules that failed are notifications, items that are off are switched off', () => {
  const { invocations, tool } = run(
    sample({
      broken: [BROKEN],
      off: [{ id: 'Seaworthy::NET-08', item: 'NET-08', title: 't', reason: 'the hub does' }],
    }),
  );
  const index = (id: string) => tool.driver.rules.findIndex((one) => one.id === id);
  expect(invocations).toEqual([
    {
      executionSuccessful: false,
      ruleConfigurationOverrides: [
        {
          descriptor: { id: 'Seaworthy::NET-08', index: index('Seaworthy::NET-08') },
          configuration: { enabled: false },
          properties: { reason: 'the hub does' },
        },
      ],
      toolExecutionNotifications: [
        {
          associatedRule: { id: 'Seaworthy::HA-07', index: index('Seaworthy::HA-07') },
          level: 'error',
          message: { text: 'The rule itself failed: TypeError: x is not a function' },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: 'Stack.template.json', uriBaseId: 'ASSEMBLY' },
                region: { startLine: 1 },
              },
              logicalLocations: [{ name: 'Group', fullyQualifiedName: 'Stack/Group', kind: 'resource' }],
            },
          ],
          exception: { message: BROKEN.error },
        },
      ],
    },
  ]);
  expect(run(sample()).invocations[0]?.executionSuccessful).toBe(true);
});

describe('where a result is', () => {
  const artifact = (parts: object, options?: SarifOptions) =>
    run(sample({ findings: [{ ...FINDING, ...parts }] }), options).results[0]?.locations[0]?.physicalLocation
      .artifactLocation;

  test.each([
    ['no folder', undefined, { uri: 'a%20b/S%23.template.json', uriBaseId: 'ASSEMBLY' }],
    ['a folder of the repository', 'cdk.out', { uri: 'cdk.out/a%20b/S%23.template.json', uriBaseId: '%SRCROOT%' }],
    ['the root of it', '', { uri: 'a%20b/S%23.template.json', uriBaseId: '%SRCROOT%' }],
    ['the root by its dot', '.', { uri: 'a%20b/S%23.template.json', uriBaseId: '%SRCROOT%' }],
    ['a folder on Windows', 'out\\cdk', { uri: 'out/cdk/a%20b/S%23.template.json', uriBaseId: '%SRCROOT%' }],
    ['an absolute folder', '/tmp/out', { uri: 'file:///tmp/out/a%20b/S%23.template.json' }],
    ['a folder outside', '../out', { uri: 'a%20b/S%23.template.json', uriBaseId: 'ASSEMBLY' }],
  ])('a template, with %s', (_, folder, location) => {
    expect(artifact({ template: 'a b/S#.template.json' }, { folder })).toEqual(location);
  });

  test.each([
    ['lib/orders.ts', { uri: 'lib/orders.ts', uriBaseId: '%SRCROOT%' }],
    ['lib\\orders.ts', { uri: 'lib/orders.ts', uriBaseId: '%SRCROOT%' }],
    ['c:odd.ts', { uri: 'c%3Aodd.ts', uriBaseId: '%SRCROOT%' }],
    ['50%/größe?.ts', { uri: '50%25/gr%C3%B6%C3%9Fe%3F.ts', uriBaseId: '%SRCROOT%' }],
    ['/srv/app/orders.ts', { uri: 'file:///srv/app/orders.ts' }],
    ['C:\\app\\my orders.ts', { uri: 'file:///C:/app/my%20orders.ts' }],
  ])('the source %s', (file, location) => {
    expect(artifact({ source: { file, line: 3 } })).toEqual(location);
  });

  test('a stack, and the app', () => {
    const of = (parts: object) =>
      run(sample({ findings: [{ ...FINDING, resource: null, ...parts }] })).results[0]?.locations[0]?.logicalLocations;
    expect(of({ path: 'Prod/Stack' })).toEqual([{ name: 'Stack', fullyQualifiedName: 'Prod/Stack', kind: 'module' }]);
    expect(of({ path: '' })).toEqual([{ name: 'the app', fullyQualifiedName: 'the app', kind: 'module' }]);
  });
});

describe('fingerprints', () => {
  const prints = (...findings: Judgement['findings']) =>
    run(sample({ findings })).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);

  test('stay while values and lines change', () => {
    expect(prints({ ...FINDING, found: 'every 90 s', source: { file: 'lib/other.ts', line: 99 } })).toEqual(
      prints(FINDING),
    );
    expect(prints(FINDING)).toEqual(['4ab91a63132c4fc3fa87e1300d527c3d:1']);
  });

  test('tell every result from all others', () => {
    const all = prints(
      FINDING,
      { ...FINDING, id: 'Seaworthy::HA-07', item: 'HA-07' },
      { ...FINDING, path: 'Stack/B' },
      { ...FINDING, resource: 'B' },
      { ...FINDING, template: 'B.json' },
      FINDING,
    );
    expect(new Set(all).size).toBe(6);
    expect(all[5]).toBe(all[0]?.replace(/1$/, '2'));
  });
});

test('no more results than code scanning takes, the worst first, and a word on the others', () => {
  const text = checklistSarif(
    sample({ findings: many(24_990), waived: [WAIVED], undecided: many(20, { state: 'undecided' }) }),
  );
  const { results, invocations } = (JSON.parse(text) as Sarif).runs[0] as Run;
  expect(results).toHaveLength(25_000);
  expect(results.filter(({ kind }) => kind === 'open')).toHaveLength(9);
  expect(invocations[0]?.toolExecutionNotifications).toEqual([
    {
      level: 'warning',
      message: { text: '11 results are left out: a run holds 25000. All of them are in checklist.json.' },
    },
  ]);
});

test('hostile texts are no placeholders, links or half characters', () => {
  const found = `${HOSTILE} {0} {{resolve:ssm:x}}`;
  const hostile = { ...FINDING, found, path: HOSTILE, resource: HOSTILE, template: HOSTILE };
  const { results } = run(
    sample({
      findings: [{ ...hostile, source: { file: HOSTILE, line: 1 } }],
      undecided: [{ ...UNDECIDED, ...hostile, state: 'undecided' }],
      broken: [{ ...BROKEN, error: found, template: HOSTILE }],
    }),
  );
  expect(results[0]?.message.text).toContain('[link] (https://evil.example/)');
  expect(results[0]?.message.text).toContain('{{0}} {{{{resolve:ssm:x}}}}');
  expect(results[0]?.message.text).not.toMatch(/[\n\r]|\]\(/);
});

describe('real judgements are SARIF', () => {
  test('of a group', () => {
    const acknowledgements = [{ id: 'Seaworthy::INS-02', path: '', reason: 'a rehearsal [owner=team-orders]' }];
    const { results } = run(judged(GROUP, { acknowledgements }), { folder: 'cdk.out' });
    expect(results.find(({ ruleId }) => ruleId === 'Seaworthy::INS-02')?.suppressions).toHaveLength(1);
    expect(results.some(({ kind }) => kind === 'open')).toBe(true);
  });

  test('of nothing', () => {
    expect(run(judged(templates())).results).toEqual([]);
  });

  test('by the rules of a team', () => {
    const base = { severity: 'warning', fix: 'Do.', types: ['AWS::AutoScaling::AutoScalingGroup'] } as const;
    const checklist = checklistOf({
      extraRules: [
        {
          ...base,
          id: 'ACME-01',
          title: "It's ours",
          documentation: 'not an address',
          judge: () => missed('one', 'none'),
        },
        { ...base, id: 'ACME-02', title: 'Broken', judge: () => JSON.parse('{') as undefined },
      ],
    });
    const { tool, results, invocations } = run(judge(indexOf(GROUP), checklist));
    expect(tool.driver.rules.find(({ id }) => id === 'Seaworthy::ACME-01')).toEqual({
      id: 'Seaworthy::ACME-01',
      name: 'ItsOurs',
      shortDescription: { text: "It's ours" },
      fullDescription: { text: "It's ours" },
      help: { text: 'Fix: Do.', markdown: '**Fix:** Do.' },
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['ACME'] },
    });
    expect(results.find(({ ruleId }) => ruleId === 'Seaworthy::ACME-01')?.message.text).toBe(
      "It's ours: one; expected none",
    );
    expect(invocations[0]?.toolExecutionNotifications[0]?.associatedRule?.id).toBe('Seaworthy::ACME-02');
  });
});

test('the same judgement is the same text', () => {
  expect(checklistSarif(judged(GROUP))).toBe(checklistSarif(judged(GROUP)));
});
