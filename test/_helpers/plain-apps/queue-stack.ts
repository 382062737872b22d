import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export class QueueStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const bucket = new s3.Bucket(this, 'Uploads', { versioned: true });
    const topic = new sns.Topic(this, 'Topic');
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SnsDestination(topic));
    const queue = new sqs.Queue(this, 'Queue', { visibilityTimeout: Duration.seconds(300) });
    topic.addSubscription(new subscriptions.SqsSubscription(queue));
    const fn = new lambda.Function(this, 'Worker', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async (event) => event.Records?.length;'),
    });
    fn.addEventSource(new SqsEventSource(queue));
    bucket.grantReadWrite(fn);
    const rule = new events.Rule(this, 'Nightly', { schedule: events.Schedule.cron({ minute: '0', hour: '3' }) });
    rule.addTarget(new targets.LambdaFunction(fn));
  }
}
