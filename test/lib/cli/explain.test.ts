import { CHECKLIST } from '../../../constructs/core/checklist';
import { run, written } from './recording';

const PROFILE = written(
  'profile/all.yaml',
  `items:
  NET-08: error
  MET-10: {tiers: all}
  NET-03: {severity: error}
  COST-02: {off: our buckets hold nothing for long}
extraRules: rules.cjs
`,
);
written(
  'profile/rules.cjs',
  `module.exports = { extraRules: [{ id: 'ACME-01', title: 'Buckets are named', severity: 'warning', fix: 'Name it.',
    types: ['AWS::S3::Bucket'], judge: () => undefined }] };`,
);

describe('explain', () => {
  test('an item in any case, with and without the namespace', async () => {
    const { code, printed } = await run(['explain', 'NET-03']);
    expect(code).toBe(0);
    expect(printed).toMatch(/^NET-03: Nobody administers over open ports\n/);
    expect(printed).toContain('Waive it');
    expect((await run(['explain', 'seaworthy::net-03'])).printed).toBe(printed);
  });

  test('several items, each once', async () => {
    const { printed } = await run(['explain', 'net-03', 'BAK-01', 'Seaworthy::NET-03']);
    expect(printed.match(/^[A-Z]+-\d\d: /gm)).toEqual(['NET-03: ', 'BAK-01: ']);
  });

  test('all items, one line each, by area', async () => {
    const { printed } = await run(['explain']);
    const ids = printed.split('\n').flatMap((line) => /^ {2}([A-Z]+-\d\d) /.exec(line)?.[1] ?? []);
    expect(ids.sort()).toEqual(Object.keys(CHECKLIST).sort());
    expect(printed).toContain('NET: networking\n  NET-01 ');
  });

  test('as JSON', async () => {
    const all = JSON.parse((await run(['explain', '--json'])).printed) as object[];
    expect(all).toHaveLength(Object.keys(CHECKLIST).length);
    const [one] = JSON.parse((await run(['explain', 'NET-03', '--json'])).printed) as object[];
    expect(one).toMatchObject({
      id: 'Seaworthy::NET-03',
      item: 'NET-03',
      area: 'NET',
      severity: 'error',
      tiers: 'all',
    });
    expect(Object.keys(one ?? {})).toEqual(
      expect.arrayContaining(['title', 'why', 'decidedBy', 'fix', 'documentation']),
    );
  });

  test('ids that no item has, all of them, with the nearest', async () => {
    expect(await run(['explain', 'NET-3', 'NET-03', 'Bak01'])).toEqual({
      code: 2,
      printed: '',
      told: `NET-3 is no item of the checklist; the nearest are NET-03, NET-01, NET-02
Bak01 is no item of the checklist; the nearest are BAK-01, HA-01, BAK-02
  fix: seaworthy explain lists all items`,
    });
  });

  test('__proto__ is no item', async () => {
    expect((await run(['explain', '__proto__', 'constructor'])).code).toBe(2);
  });
});

describe('with a profile', () => {
  const settingOf = async (id: string) =>
    (await run(['explain', id, '--config', PROFILE])).printed.split('In this profile\n  ')[1];

  test('its settings are shown', async () => {
    expect([
      await settingOf('NET-08'),
      await settingOf('MET-10'),
      await settingOf('NET-03'),
      await settingOf('COST-02'),
    ]).toEqual([
      'Set: error instead of warning.',
      'Set: binds every tier instead of production.',
      'Set: always error.',
      'Off: our buckets hold nothing for long',
    ]);
    expect(await settingOf('NET-01')).toBeUndefined();
  });

  test.each([
    ['NET-08', 'error, production, networking'],
    ['MET-10', 'warning, every tier, metrics and alarms'],
    ['NET-01', 'error, every tier, networking'],
  ])('%s is headed by what the profile makes of it: %s', async (id, heading) => {
    expect((await run(['explain', id, '--config', PROFILE])).printed.split('\n')[1]).toBe(heading);
  });

  test('its own rules are items', async () => {
    expect((await run(['explain', 'acme-01', '--config', PROFILE])).printed).toBe(`ACME-01: Buckets are named
warning, every tier

Meet it
  Name it.

In this profile
  A rule of its own.`);
  });

  test('the list marks what differs', async () => {
    const { printed } = await run(['explain', '--config', PROFILE]);
    expect(printed).toMatch(/^ {2}COST-02 .* \(Off: our buckets hold nothing for long\)$/m);
    expect(printed).toMatch(/^ACME\n {2}ACME-01 /m);
  });
});
