import { GetTopicAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { aws } from '../harness/aws';
import type { Journey } from '../harness/journey';
import { call } from '../harness/other-services';
import { deniesPlainHttp } from '../harness/policies';
import { ACCOUNT } from '../harness/settings';
import type { World } from '../harness/world';

const ROUTES = { Page: 'orders-on-call@example.com', Ticket: 'orders@example.com' };

/** Who is told: topics, subscriptions, notices of AWS Backup, the budget. */
export function checkAlerts(journey: Journey, world: () => World): void {
  journey.check('both topics are encrypted, speak TLS only and lead to the routes of the manifest', async () => {
    const key = world().one('AWS::KMS::Key').physicalId;
    for (const [id, address] of Object.entries(ROUTES)) {
      const TopicArn = topic(world(), id);
      const { Attributes = {} } = await aws.sns.send(new GetTopicAttributesCommand({ TopicArn }));
      expect(Attributes['KmsMasterKeyId']).toContain(key);
      expect(deniesPlainHttp(Attributes['Policy'])).toBe(true);
      const { Subscriptions = [] } = await aws.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      expect(Subscriptions.map(({ Protocol, Endpoint }) => `${Protocol}:${Endpoint}`)).toEqual([`email:${address}`]);
    }
    // The third tells of the group's own launches and terminations, to whoever subscribes.
    expect(world().all('AWS::SNS::TopicPolicy')).toHaveLength(3);
    expect(world().all('AWS::SNS::Subscription')).toHaveLength(2);
  });

  journey.check('jobs of AWS Backup that fail become tickets', async () => {
    for (const { physicalId } of world().all('AWS::Events::Rule')) {
      const rule = await call<{ State: string; EventPattern: string }>('events', 'DescribeRule', { Name: physicalId });
      expect(rule.State).toBe('ENABLED');
      expect(JSON.parse(rule.EventPattern)).toMatchObject({ source: ['aws.backup'] });
      const { Targets } = await call<{ Targets: Target[] }>('events', 'ListTargetsByRule', { Rule: physicalId });
      expect(Targets.map(({ Arn }) => Arn)).toEqual([topic(world(), 'Ticket')]);
      expect(Targets.map(({ DeadLetterConfig }) => DeadLetterConfig?.Arn)).toEqual([
        (await deadLetters(world())).QueueArn,
      ]);
    }
  });

  journey.check('notices that reach nobody wait in an encrypted queue that speaks TLS only', async () => {
    const queue = await deadLetters(world());
    expect(queue.SqsManagedSseEnabled === 'true' || queue.KmsMasterKeyId !== undefined).toBe(true);
    expect(deniesPlainHttp(queue.Policy)).toBe(true);
    expect(world().all('AWS::SQS::QueuePolicy')).toHaveLength(1);
  });

  journey.check('the budget is that of the manifest and tells the ticket topic before it is spent', async () => {
    const BudgetName = world().one('AWS::Budgets::Budget').physicalId;
    const { Budget } = await call<{ Budget: Budget }>('budgets', 'DescribeBudget', { AccountId: ACCOUNT, BudgetName });
    expect(Budget.TimeUnit).toBe('MONTHLY');
    expect(Budget.FilterExpression.And.map(({ Tags }) => `${Tags.Key}=${Tags.Values.join()}`)).toEqual([
      'service=orders',
      'environment=production',
    ]);
    expect(Number(Budget.BudgetLimit.Amount)).toBe(1500);
    const { Notifications } = await call<{ Notifications: { NotificationType: string; Threshold: number }[] }>(
      'budgets',
      'DescribeNotificationsForBudget',
      { AccountId: ACCOUNT, BudgetName },
    );
    const thresholds = Notifications.map(({ NotificationType, Threshold }) => `${NotificationType} ${Threshold}`);
    expect(thresholds).toEqual(expect.arrayContaining(['FORECASTED 80', 'ACTUAL 100']));
  });
}

interface Budget {
  readonly BudgetLimit: { readonly Amount: string };
  readonly TimeUnit: string;
  readonly FilterExpression: { readonly And: { readonly Tags: { readonly Key: string; readonly Values: string[] } }[] };
}

interface Target {
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn: string };
}

type QueueAttributes = Partial<Record<'KmsMasterKeyId' | 'Policy' | 'QueueArn' | 'SqsManagedSseEnabled', string>>;

async function deadLetters(world: World): Promise<QueueAttributes> {
  const QueueUrl = world.one('AWS::SQS::Queue').physicalId;
  const answer = await call<{ Attributes: QueueAttributes }>('sqs', 'GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['All'],
  });
  return answer.Attributes;
}

function topic(world: World, id: string): string {
  return world.one('AWS::SNS::Topic', new RegExp(`Alerts/${id}`)).physicalId;
}
