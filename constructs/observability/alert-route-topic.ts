import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type PolicyStatementProps, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { SortedRoutes } from './alert-route';

/** The services that report trouble, and say of which account. */
const NAMED_PUBLISHERS = ['budgets', 'cloudwatch'];
/**
 * Services whose messages carry no account. EventBridge supports no conditions in the policies of topics.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
 */
const NAMELESS_PUBLISHERS = ['backup', 'events'];

/** A topic that only the services that report trouble may publish to, and only over TLS. */
export function alertTopic(scope: Construct, id: string, masterKey: IKey, displayName: string): Topic {
  const topic = new Topic(scope, id, { displayName, masterKey, enforceSSL: true, signatureVersion: '2' });
  const forUs = { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } };
  topic.addToResourcePolicy(publishing(topic, 'PublishFromThisAccount', NAMED_PUBLISHERS, forUs));
  topic.addToResourcePolicy(publishing(topic, 'PublishEvents', NAMELESS_PUBLISHERS));
  return topic;
}

function publishing(
  topic: Topic,
  sid: string,
  services: readonly string[],
  conditions?: PolicyStatementProps['conditions'],
): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: services.map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions,
  });
}

/** Subscribes people and web hooks to a topic. */
export function subscribe(topic: Topic, { emails, urls }: Pick<SortedRoutes, 'emails' | 'urls'>): void {
  emails.forEach((email) => topic.addSubscription(new EmailSubscription(email)));
  urls.forEach((url) => topic.addSubscription(new UrlSubscription(url)));
}
