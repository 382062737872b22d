import { indexOf, judged, type Resources } from './judging';
import { thrownBy } from '../../_helpers/thrown-by';

type Wrap = (inner: unknown) => unknown;

const WRAPS: [string, Wrap][] = [
  ['maps', (inner) => ({ a: inner })],
  ['lists', (inner) => [inner]],
  ['functions', (inner) => ({ 'Fn::Join': ['', [inner]] })],
  ['conditions', (inner) => ({ 'Fn::If': ['A', inner, 'x'] })],
];

function nested(wrap: Wrap, times: number): unknown {
  let value: unknown = 'x';
  for (let at = 0; at < times; at += 1) {
    value = wrap(value);
  }
  return value;
}

const holding = (value: unknown): Resources => ({
  Function: { Type: 'AWS::Lambda::Function', Properties: { Environment: value, Tags: value, Runtime: value } },
  Role: { Type: 'AWS::IAM::Role', Properties: { Policies: value, AssumeRolePolicyDocument: value } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Dimensions: value, AlarmDescription: value } },
  Data: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData: value } } },
  Board: { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardBody: value } },
  Document: { Type: 'AWS::SSM::Document', Properties: { DocumentType: 'Session', Content: value } },
});

test.each(WRAPS)('%s, a thousand deep, are judged or told apart in one line', (_, wrap) => {
  const { broken, score } = judged(holding(nested(wrap, 1_000)));
  expect(score).not.toBeNull();
  expect(new Set(broken.map(({ error }) => error))).toEqual(
    new Set(broken.length === 0 ? [] : ['a value is nested too deep to be judged']),
  );
});

test.each(WRAPS)('%s, many thousands deep, are refused with one clear error', (_, wrap) => {
  for (const times of [4_000, 20_000]) {
    const error = thrownBy(() => indexOf(holding(nested(wrap, times))));
    expect(error.code).toBe('TemplateTooDeep');
    expect(error.message).toBe(
      'Stack0.template.json nests values more than 3500 deep\n  fix: flatten the value; CloudFormation would refuse it too',
    );
  }
});
