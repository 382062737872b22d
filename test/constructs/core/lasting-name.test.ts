import { CfnOutput } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { lastingName } from '../../../constructs/core/lasting-name';
import { templateOf, testStack } from '../../_helpers/stack';

test('a lasting name tells its construct and, by a part of its id, its stack', () => {
  const stack = testStack();
  const scope = new Construct(stack, 'AConstructWithQuiteALongName');
  new CfnOutput(stack, 'Name', { value: lastingName(scope, 40) });
  templateOf(stack).hasOutput('Name', {
    Value: { 'Fn::Join': ['', [Match.stringLikeRegexp('^Test-Stac[\\w-]+-[0-9A-F]{8}-$'), Match.anyValue()]] },
  });
  const { Value } = Object.values(templateOf(stack).findOutputs('Name'))[0] as {
    Value: { 'Fn::Join': [string, [string]] };
  };
  expect(Value['Fn::Join'][1][0].length).toBeLessThanOrEqual(40 - 12);
});
