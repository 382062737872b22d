import { attribute } from '../attributes';
import { expectFlag, expectSet } from '../expect';
import type { Resource } from '../model';
import { LOAD_BALANCER, unlessGateway } from '../relations/load-balancing';
import { deliveriesFrom } from '../relations/vended-logs';
import { allOf, anyOf, met, missed, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

type Judge = (door: Resource, index: TemplateIndex) => Verdict | undefined;

const JUDGES: Readonly<Record<string, Judge>> = {
  [LOAD_BALANCER]: (loadBalancer, index) =>
    unlessGateway(loadBalancer, anyOf(logsToBucket(loadBalancer), isDelivered(loadBalancer, index))),
  'AWS::CloudFront::Distribution': (distribution, index) =>
    anyOf(
      expectSet(distribution.at('DistributionConfig.Logging.Bucket'), 'standard logging'),
      expectSet(distribution.at('DistributionConfig.DefaultCacheBehavior.RealtimeLogConfigArn'), 'real-time logging'),
      isDelivered(distribution, index),
    ),
  'AWS::ApiGateway::Stage': (stage) => expectSet(stage.at('AccessLogSetting.DestinationArn'), 'access logs'),
  'AWS::ApiGatewayV2::Stage': (stage) => expectSet(stage.at('AccessLogSettings.DestinationArn'), 'access logs'),
};

/** The types that LOG-03 speaks of. */
export const DOOR_TYPES = Object.keys(JUDGES);

/** Met where an entrance writes down who came. */
export function doorKeepsRecord(door: Resource, index: TemplateIndex): Verdict | undefined {
  return JUDGES[door.type]?.(door, index);
}

function logsToBucket(loadBalancer: Resource): Verdict | undefined {
  const list = loadBalancer.at('LoadBalancerAttributes');
  const enabled = expectFlag(attribute(list, 'access_logs.s3.enabled'), true);
  const expected = 'access_logs.s3.enabled true and a bucket';
  const bucket = expectSet(attribute(list, 'access_logs.s3.bucket'));
  const verdict = allOf(enabled, bucket);
  return verdict?.state === 'missed' ? missed(verdict.found, expected, { locations: [list.path] }) : verdict;
}

/** Met where CloudWatch Logs delivers the access logs of a resource. */
function isDelivered(door: Resource, index: TemplateIndex): Verdict | undefined {
  const evidence = deliveriesFrom(door, index, 'ACCESS_LOGS');
  return evidence.length > 0 ? met('CloudWatch Logs delivers its access logs', { evidence }) : undefined;
}
