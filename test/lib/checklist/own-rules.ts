import type { App } from 'aws-cdk-lib';
import { expectText } from '../../../lib/checklist/expect';
import type { ExtraRule } from '../../../lib/checklist/extra-rule';

/** The rule of a team's own that docs/profile.md shows. */
export const NAMED: ExtraRule = {
  id: 'ACME-01',
  title: 'Topics say where they belong',
  severity: 'error',
  fix: 'Give the topic a name that begins with acme-.',
  types: ['AWS::SNS::Topic'],
  judge: (topic) =>
    expectText(topic.at('TopicName'), {
      expected: 'a name like acme-orders',
      holds: (name) => name.startsWith('acme-'),
    }),
};

/** What a synthesis says that findings failed; empty where none did. */
export function refusalOf(app: App): string {
  try {
    app.synth();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
