import { Duration, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { MathExpression, Metric, TreatMissingData, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmSet, type AlarmSpec } from '../../../constructs/observability/alarm-set';
import { Severity } from '../../../constructs/observability/severity';
import { nagFindings } from '../../_helpers/nag';
import { FLAG_SETS, templateOf, testStack, testStage } from '../../_helpers/stack';
import { thrownBy } from '../../_helpers/thrown-by';

const metric = new Metric({ namespace: 'AWS/EC2', metricName: 'CPUUtilization', period: Duration.minutes(1) });
const SPEC: AlarmSpec = {
  metric,
  threshold: 80,
  evaluationPeriods: 3,
  treatMissingData: TreatMissingData.BREACHING,
  severity: Severity.PAGE,
  summary: 'The processors are busy.',
  runbook: 'instance-cpu',
};

interface Composite {
  readonly AlarmName: string;
  readonly AlarmRule: string | { readonly 'Fn::Join': [string, (string | { Ref: string })[]] };
  readonly AlarmActions?: object[];
  readonly AlarmDescription: string;
}

function composites(template: Template): Record<string, Composite> {
  const found = template.findResources('AWS::CloudWatch::CompositeAlarm') as Record<string, { Properties: Composite }>;
  return Object.fromEntries(Object.entries(found).map(([id, { Properties }]) => [id, Properties]));
}

/** The rule as CloudWatch gets it. */
function ruleOf(template: Template, { AlarmRule: rule }: Composite): string {
  const named = template.toJSON().Resources as Record<string, { Properties: { AlarmName: string } }>;
  const text = (part: string | { Ref: string }) =>
    typeof part === 'string' ? part : (named[part.Ref]?.Properties.AlarmName ?? 'missing');
  return typeof rule === 'string' ? rule : rule['Fn::Join'][1].map(text).join('');
}

describe.each(FLAG_SETS)('alarm set under %s', (_, flags) => {
  test('an alarm says what is wrong and what to do, and calls nobody by itself', () => {
    const stack = testStack({ flags });
    const alarm = AlarmSet.of(stack).add(new Construct(stack, 'Fleet'), 'Cpu', SPEC);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: Match.stringLikeRegexp('^Test-Stack-Fleet-Cpu-[0-9A-F]{8}$'),
      AlarmDescription: 'The processors are busy. Runbook: docs/runbooks/instance-cpu.md',
      Threshold: 80,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: 3,
      TreatMissingData: 'breaching',
      ActionsEnabled: true,
      AlarmActions: Match.absent(),
    });
    expect(alarm.node.path).toBe('Test/Stack/Fleet/Cpu');
  });

  test('pages go through health, tickets through a composite that health silences', () => {
    const stack = testStack({ flags });
    const set = AlarmSet.of(stack);
    set.add(stack, 'Ticket', { ...SPEC, severity: Severity.TICKET });
    set.add(stack, 'Page', SPEC);
    const template = templateOf(stack);
    const page = [{ Ref: Match.stringLikeRegexp('AlertsPage') }];
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: Match.stringLikeRegexp('^Test-Stack-Alarms-Health-'),
      AlarmRule: { 'Fn::Join': ['', ['ALARM("', { Ref: Match.stringLikeRegexp('^Page') }, '")']] },
      AlarmDescription:
        'Users of this stack are affected: at least one of its paging alarms is on. Runbook: docs/runbooks/service-health.md',
      AlarmActions: page,
      OKActions: page,
      ActionsSuppressor: Match.absent(),
    });
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmName: Match.stringLikeRegexp('^Test-Stack-Alarms-Tickets-'),
      AlarmRule: { 'Fn::Join': ['', ['ALARM("', { Ref: Match.stringLikeRegexp('^Ticket') }, '")']] },
      AlarmDescription:
        'Something in this stack needs attention, though no user suffers yet. Runbook: docs/runbooks/service-tickets.md',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('AlertsTicket') }],
      OKActions: Match.absent(),
      ActionsSuppressor: { 'Fn::GetAtt': [Match.stringLikeRegexp('^AlarmsHealth'), 'Arn'] },
      ActionsSuppressorWaitPeriod: 120,
      ActionsSuppressorExtensionPeriod: 300,
    });
  });

  test('250 alarms stay within the limits of CloudWatch', () => {
    const stack = testStack({ flags });
    const set = AlarmSet.of(stack);
    Array.from({ length: 250 }, (_one, index) => set.add(stack, `Alarm${index}`, SPEC));
    const template = templateOf(stack);
    const all = Object.values(composites(template));
    expect(all).toHaveLength(6);
    for (const composite of all) {
      const rule = ruleOf(template, composite);
      expect(rule.length).toBeLessThanOrEqual(10_240);
      expect(rule.split(' OR ').length).toBeLessThanOrEqual(50);
    }
    const parts = all.filter(({ AlarmActions }) => AlarmActions === undefined);
    const [health, ...others] = all.filter(({ AlarmActions }) => AlarmActions !== undefined) as [Composite];
    expect(others).toEqual([]);
    expect(ruleOf(template, health)).toBe(parts.map(({ AlarmName }) => `ALARM("${AlarmName}")`).join(' OR '));
    const members = parts.flatMap((part) => ruleOf(template, part).split(' OR '));
    expect(new Set(members).size).toBe(250);
  });

  test('cdk-nag finds nothing', () => {
    const stack = testStack({ flags });
    AlarmSet.of(stack).add(stack, 'Page', SPEC);
    AlarmSet.of(stack).add(stack, 'Ticket', { ...SPEC, severity: Severity.TICKET });
    expect(nagFindings(stack)).toEqual([]);
  });
});

describe('composites', () => {
  test('long names fill a composite before fifty alarms do', () => {
    const stack = testStack();
    const scope = new Construct(stack, 'L'.repeat(230));
    Array.from({ length: 45 }, (_, index) => AlarmSet.of(stack).add(scope, `A${index}`, SPEC));
    const template = templateOf(stack);
    const all = Object.values(composites(template));
    expect(all).toHaveLength(3);
    all.forEach((composite) => expect(ruleOf(template, composite).length).toBeLessThanOrEqual(10_240));
    const names = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
      ({ Properties }) => (Properties as { AlarmName: string }).AlarmName,
    );
    expect(names.every((name) => name.length <= 255)).toBe(true);
    expect(new Set(names).size).toBe(45);
  });

  test('a stack without a page alarm has tickets that nothing silences', () => {
    const stack = testStack();
    AlarmSet.of(stack).add(stack, 'Ticket', { ...SPEC, severity: Severity.TICKET });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      ActionsSuppressor: Match.absent(),
      ActionsSuppressorWaitPeriod: Match.absent(),
    });
  });

  test('a stack without alarms has no composite and needs no routes', () => {
    const stack = new Stack(undefined, 'Plain');
    AlarmSet.of(stack);
    templateOf(stack).resourceCountIs('AWS::CloudWatch::CompositeAlarm', 0);
  });

  test('health that somebody asks for is never on while there is no page alarm', () => {
    const stack = testStack();
    expect(AlarmSet.of(stack).health).toBe(AlarmSet.of(stack).health);
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'FALSE' });
  });

  test('a joint alarm is on while all of its inputs are', () => {
    const stack = testStack();
    const [one, two] = ['One', 'Two'].map((id) => AlarmSet.of(stack).add(stack, id, SPEC)) as [Alarm, Alarm];
    const joint = AlarmSet.of(stack).addJoint(stack, 'Both', {
      all: [one, two],
      severity: Severity.TICKET,
      summary: 'Both are on.',
      runbook: 'both',
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmDescription: 'Both are on. Runbook: docs/runbooks/both.md',
      AlarmRule: stack.resolve(`ALARM("${one.alarmName}") AND ALARM("${two.alarmName}")`) as object,
      AlarmActions: Match.absent(),
    });
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmRule: stack.resolve(`ALARM("${joint.alarmName}")`) as object,
      AlarmActions: Match.anyValue(),
    });
  });

  test('each stack has a set of its own; they share the alerts', () => {
    const stage = testStage();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    expect(AlarmSet.of(one)).not.toBe(AlarmSet.of(two));
    AlarmSet.of(one).add(one, 'Page', SPEC);
    AlarmSet.of(two).add(two, 'Page', SPEC);
    templateOf(one).resourceCountIs('AWS::SNS::Topic', 2);
    templateOf(two).resourceCountIs('AWS::SNS::Topic', 0);
  });
});

describe('rollback alarms', () => {
  test('are named by plain text that equals the name in the template', () => {
    const stack = testStack();
    const set = AlarmSet.of(stack);
    set.add(stack, 'Quiet', SPEC);
    const alarm = set.add(stack, 'Errors', { ...SPEC, rollback: true });
    expect(set.rollbackAlarms).toEqual([alarm]);
    const [AlarmName = ''] = set.rollbackAlarmNames;
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName });
    expect(AlarmName).toMatch(/^Test-Stack-Errors-[0-9A-F]{8}$/);
  });
});

describe('runbooks', () => {
  test('lie where the environment says', () => {
    const stack = testStack();
    stack.node.setContext('seaworthy:environment', {
      ...(stack.node.getContext('seaworthy:environment') as object),
      runbooks: 'https://wiki.example.com/runbooks/',
    });
    AlarmSet.of(stack).add(stack, 'Page', SPEC);
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The processors are busy. Runbook: https://wiki.example.com/runbooks/instance-cpu.md',
    });
  });
});

describe('refusals', () => {
  const refusal = (change: Partial<AlarmSpec>) => {
    const stack = testStack();
    return thrownBy(() => AlarmSet.of(stack).add(stack, 'Alarm', { ...SPEC, ...change }));
  };

  test('all that is wrong with an alarm, at once', () => {
    const error = refusal({ summary: ' ', runbook: 'CPU.md', datapointsToAlarm: 4, evaluationPeriods: 3 });
    expect(error.code).toBe('InvalidProps');
    expect(error.message).toBe(
      '3 props are wrong:\n' +
        "  - summary must say in 1 to 500 characters what is wrong, got 1: ' ' [AlarmSummaryLength]\n" +
        "  - runbook must be the name of a file in docs/runbooks without .md, like load-balancer-5xx, got 'CPU.md' [AlarmRunbookMalformed]\n" +
        '  - datapointsToAlarm must be between 1 and evaluationPeriods (3), got 4 [AlarmDatapoints]\n' +
        '  at: Test/Stack',
    );
  });

  test('an alarm that looks back further than CloudWatch does', () => {
    const error = refusal({ evaluationPeriods: 1441 });
    expect(error.code).toBe('AlarmLooksTooFarBack');
    expect(error.message).toBe(
      'evaluationPeriods must stay within one day, or seven days where a period lasts an hour or more, got 1441 x 1 minute\n  at: Test/Stack',
    );
    const daily = new MathExpression({ expression: 'm', usingMetrics: { m: metric }, period: Duration.days(1) });
    expect(refusal({ metric: daily, evaluationPeriods: 8 }).code).toBe('AlarmLooksTooFarBack');
  });

  test('an alarm in another stack', () => {
    const stage = testStage();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(stage, id)) as [Stack, Stack];
    const error = thrownBy(() => AlarmSet.of(one).add(two, 'Alarm', SPEC));
    expect(error.code).toBe('AlarmInOtherStack');
    expect(error.message).toBe(
      "scope of alarm 'Alarm' must be in the stack of its set\n" +
        '  at: Test/Two\n' +
        '  fix: use AlarmSet.of(scope), which finds the set of the right stack',
    );
  });
});
