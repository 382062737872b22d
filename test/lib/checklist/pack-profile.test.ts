import { readFileSync } from 'node:fs';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ProductionChecklist, type ProductionChecklistProps } from '../../../lib/checklist';
import { FLAG_SETS } from '../../_helpers/stack';
import { NAMED, refusalOf } from './own-rules';

function judged(props: ProductionChecklistProps, flags: Record<string, unknown>) {
  const app = new App({ context: flags });
  const pack = new ProductionChecklist(app, { quiet: true, writeFiles: false, ...props });
  Validations.of(app).addPlugins(pack);
  new Topic(new Stack(app, 'Stack'), 'Topic', { topicName: 'orders' });
  return { message: refusalOf(app), judgement: pack.judgement };
}

describe.each(FLAG_SETS)('with %s', (_, flags) => {
  test('the profile of an organisation holds at synth', () => {
    const { message, judgement } = judged(
      { items: { 'SEC-02': { off: 'no secrets are sent' }, 'SEC-03': 'warning' }, extraRules: [NAMED] },
      flags,
    );
    const severities = Object.fromEntries(judgement?.findings.map(({ item, severity }) => [item, severity]) ?? []);
    expect(severities).toMatchObject({ 'ACME-01': 'error', 'SEC-03': 'warning' });
    expect(severities).not.toHaveProperty('SEC-02');
    expect(judgement?.off).toMatchObject([{ item: 'SEC-02', reason: 'no secrets are sent' }]);
    expect(message).toContain('Topics say where they belong: TopicName is orders');
    expect(message).toContain("Acknowledge with 'Seaworthy::ACME-01'");
  });

  test('a finding names the line of the app that made its construct', () => {
    const { judgement } = judged({}, flags);
    const { source } = judgement?.findings.find(({ item }) => item === 'SEC-02') ?? {};
    const lines = readFileSync(__filename, 'utf8').split('\n');
    expect(source).toEqual({
      file: 'test/lib/checklist/pack-profile.test.ts',
      line: lines.findIndex((text) => text.trim().startsWith('new Topic(')) + 1,
    });
  });
});

test('a profile that cannot be followed is refused when the pack is made', () => {
  expect(() => new ProductionChecklist(undefined, { items: { 'NET-99': 'error' } as never })).toThrow(
    'items.NET-99 is no item of the checklist',
  );
});
