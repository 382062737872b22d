import { Token } from 'aws-cdk-lib';
import type { AlertRoute, SlackChannel } from '../core/context';

const EMAIL = /^[^\s@<>,;:"]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;
const URL = /^https:\/\/[^\s/@]+(?:[/?]\S*)?$/;
const TOPIC = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:[\w-]{1,256}$/;
const WORKSPACE = /^[0-9A-Z]{1,255}$/;
const CHANNEL = /^[A-Za-z0-9]{1,255}$/;

/** The routes of one severity, sorted by what it takes to reach them. */
export interface SortedRoutes {
  readonly emails: string[];
  readonly urls: string[];
  readonly topicArns: string[];
  readonly slackChannels: SlackChannel[];
}

/** Sorts valid routes, each once. A text that is known only at deployment is taken for the ARN of a topic. */
export function sortRoutes(routes: readonly AlertRoute[]): SortedRoutes {
  const texts = [...new Set(routes.filter((route) => typeof route === 'string'))];
  const channels = routes.filter((route) => typeof route !== 'string');
  const isTopic = (text: string) => Token.isUnresolved(text) || TOPIC.test(text);
  return {
    emails: texts.filter((text) => !isTopic(text) && EMAIL.test(text)),
    urls: texts.filter((text) => !isTopic(text) && URL.test(text)),
    topicArns: texts.filter(isTopic),
    slackChannels: [...new Map(channels.map((channel) => [channel.slackChannelId, channel])).values()],
  };
}

/** What is wrong with each malformed route, in words; empty when all are fine. */
export function malformedRoutes(routes: readonly AlertRoute[], region: string): string[] {
  return routes.flatMap((route) => faultOf(route, region) ?? []);
}

function faultOf(route: AlertRoute, region: string): string | undefined {
  if (typeof route !== 'string') {
    return WORKSPACE.test(route.slackWorkspaceId) && CHANNEL.test(route.slackChannelId)
      ? undefined
      : `Slack channel '${route.slackWorkspaceId}/${route.slackChannelId}'`;
  }
  const topicRegion = TOPIC.exec(route)?.[1];
  if (topicRegion !== undefined && topicRegion !== region && !Token.isUnresolved(region)) {
    return `'${route}' (in ${topicRegion}, but an alarm reaches topics of its own region only: ${region})`;
  }
  if (/^http:/i.test(route)) {
    return `'${route}' (plain HTTP)`;
  }
  return topicRegion !== undefined || EMAIL.test(route) || URL.test(route) ? undefined : `'${route}'`;
}
