import { mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ProductionChecklist, type ExtraRule, type ProductionChecklistProps } from '../../../lib/checklist';
import { waive } from '../../../constructs/core/waivers';
import { thrownBy } from '../../_helpers/thrown-by';
import { refusalOf } from './own-rules';

const rule: ExtraRule = {
  id: 'ACME-01',
  title: 'Topics are ours',
  severity: 'warning',
  fix: 'Make it ours.',
  types: ['AWS::SNS::Topic'],
  judge: () => undefined,
};

function appWith(...packs: ProductionChecklistProps[]) {
  const app = new App();
  const made = packs.map((props) => new ProductionChecklist(app, { quiet: true, today: '2026-11-20', ...props }));
  Validations.of(app).addPlugins(...made);
  const topic = new Topic(new Stack(app, 'Stack'), 'Topic');
  return { app, topic, pack: made[0] as ProductionChecklist };
}

describe('what keeps the checklist from its work fails synth', () => {
  test('a report that cannot be written is told, and the findings with it', () => {
    const { app, pack } = appWith({});
    mkdirSync(join(app.outdir, 'checklist.md'));
    const message = refusalOf(app);
    expect(message).toContain('checklist.md could not be written: EISDIR');
    expect(message).toContain('Data at rest is encrypted');
    expect(pack.judgement?.findings).not.toEqual([]);
    expect(existsSync(join(app.outdir, 'checklist.html'))).toBe(true);
  });

  test.each<[string, unknown, string]>([
    ['a text that is none', { state: 'missed', found: 5, expected: '', evidence: [], locations: [] }, 'found: 5'],
    ['a state that there is not', { state: 'lost', found: '', expected: '', evidence: [], locations: [] }, "'lost'"],
    ['a promise', Promise.resolve(undefined), 'a promise'],
    ['a boolean', true, 'true'],
    [
      'evidence that is no resource',
      { state: 'met', found: '', expected: '', evidence: ['Topic'], locations: [] },
      'evidence',
    ],
  ])('a rule that answers with %s', (_, answer, got) => {
    const { app, pack } = appWith({ extraRules: [{ ...rule, judge: () => answer as undefined }], writeFiles: false });
    const message = refusalOf(app);
    expect(message).toContain('The rule itself failed');
    expect(message).toContain('Data at rest is encrypted');
    expect(pack.judgement?.broken).toMatchObject([{ item: 'ACME-01', path: 'Stack/Topic/Resource' }]);
    expect(pack.judgement?.broken[0]?.error).toContain(
      'a rule must answer with met(), missed(), undecided() or undefined, got ',
    );
    expect(pack.judgement?.broken[0]?.error).toContain(got);
  });

  test('two checklists that ask for different things', () => {
    const { app } = appWith({ writeFiles: false }, { writeFiles: false, extraRules: [rule] });
    expect(refusalOf(app)).toContain(
      'the app has two production checklists that ask for different things: their tier, today, items or extraRules differ',
    );
  });

  test('two that ask for the same judge once', () => {
    const { app, pack } = appWith({ writeFiles: false, extraRules: [rule] }, { writeFiles: false, extraRules: [rule] });
    const reported = refusalOf(app).match(/Data at rest is encrypted/g);
    expect(reported).toHaveLength(1);
    expect(pack.judgement?.broken).toEqual([]);
  });
});

test('a warning whose waiver ended stays a warning, and so do the others of its item', () => {
  const warned: ExtraRule = {
    ...rule,
    judge: ({ id }) => ({ state: 'missed', found: `${id} is not`, expected: 'ours', evidence: [], locations: [] }),
  };
  const { app, topic, pack } = appWith({ extraRules: [warned], writeFiles: false });
  new Topic(Stack.of(topic), 'Other');
  waive(topic, [{ item: 'Seaworthy::ACME-01', reason: 'for now', owner: 'team-a', until: '2026-01-01' }]);
  const report = refusalOf(app);
  expect(report).not.toMatch(/FATAL Topics are ours/);
  const of = (item: string) => pack.judgement?.findings.filter((one) => one.item === item);
  expect(of('ACME-01')?.map(({ severity, ended }) => [severity, ended?.until])).toEqual([
    ['warning', undefined],
    ['warning', '2026-01-01'],
  ]);
  expect(of('WAIVER-01')).toHaveLength(1);
});

test('a day and a tier that are none are refused, with all else that is wrong', () => {
  const props = { today: '1/1/2030', tier: 'prod', items: { 'NET-99': 'error' }, extraRules: [null] };
  const error = thrownBy(() => new ProductionChecklist(undefined, props as never));
  expect(error).toMatchObject({ code: 'InvalidProfile' });
  expect(error.message).toBe(
    [
      'tier must be production, staging, development, got prod',
      'today must be a day like 2027-03-31, got 1/1/2030',
      'items.NET-99 is no item of the checklist; did you mean NET-01?',
      'extraRules.0 must be a rule, got null',
      "  fix: see docs/profile.md; an item is 'error', 'warning', { severity, tiers } or { off: 'why' }",
    ].join('\n'),
  );
});
