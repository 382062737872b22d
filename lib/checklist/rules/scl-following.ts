import type { Cursor, Resource } from '../model';
import { policiesOfGroup, policiesOfTarget, scalableTargetsOf } from '../relations/scaling';
import { allOf, anyOf, met, missed, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

/** SCL-01 */
export function followsLoad(resource: Resource, index: TemplateIndex): Verdict | undefined {
  switch (resource.type) {
    case 'AWS::ECS::Service':
      return serviceFollows(resource, index);
    case 'AWS::DynamoDB::Table':
      return anyOf(isOnDemand(resource), tableFollows(resource, index));
    case 'AWS::DynamoDB::GlobalTable':
      return anyOf(isOnDemand(resource), globalTableFollows(resource), tableFollows(resource, index));
    default:
      return groupFollows(resource, index);
  }
}

function groupFollows(group: Resource, index: TemplateIndex): Verdict | undefined {
  const [least, most] = [group.at('MinSize'), group.at('MaxSize')];
  const [minimum, maximum] = [least.number(), most.number()];
  const isFixed = minimum !== undefined && maximum !== undefined && maximum <= minimum;
  const policies = policiesOfGroup(group, index).filter(isPolicy);
  if (isFixed) {
    return undefined;
  }
  if (policies.length > 0) {
    return met(`scaled by ${policies.map(({ id }) => id).join(', ')}`, { evidence: policies });
  }
  const open = [least, most].find((place) => place.isUndecided);
  return open === undefined ? missed('no scaling policy', 'a scaling policy of the group') : undecidedAt(open);
}

function serviceFollows(service: Resource, index: TemplateIndex): Verdict | undefined {
  const isExempt =
    service.at('SchedulingStrategy').text() === 'DAEMON' ||
    service.at('DeploymentController.Type').text() === 'EXTERNAL';
  if (isExempt) {
    return undefined;
  }
  const targets = scalableTargetsOf(service, index);
  const policies = targets.flatMap((target) => policiesOfTarget(target, index)).filter(isPolicy);
  return policies.length > 0
    ? met(`scaled by ${policies.map(({ id }) => id).join(', ')}`, { evidence: [...targets, ...policies] })
    : missed(
        targets.length === 0 ? 'no scalable target' : `no scaling policy of ${targets.map(({ id }) => id).join(', ')}`,
        'a scalable target with a scaling policy',
        { evidence: targets },
      );
}

/** A forecast that changes nothing is no policy. */
function isPolicy(policy: Resource): boolean {
  const modes = [policy.at('PredictiveScalingConfiguration'), policy.at('PredictiveScalingPolicyConfiguration')];
  const written = modes.find((mode) => !mode.isAbsent);
  const isPredictive = policy.at('PolicyType').text() === 'PredictiveScaling' || written !== undefined;
  return !isPredictive || written?.at('Mode').text() === 'ForecastAndScale';
}

function isOnDemand(table: Resource): Verdict {
  const mode = table.at('BillingMode');
  const details = { locations: [mode.path] };
  if (mode.isUndecided) {
    return undecidedAt(mode);
  }
  return mode.text() === 'PAY_PER_REQUEST'
    ? met('billed on demand', details)
    : missed('provisioned capacity without scaling', 'BillingMode PAY_PER_REQUEST', details);
}

function tableFollows(table: Resource, index: TemplateIndex): Verdict {
  const targets = scalableTargetsOf(table, index);
  const dimensions = targets.map((target) => target.at('ScalableDimension').text());
  const missing = ['dynamodb:table:ReadCapacityUnits', 'dynamodb:table:WriteCapacityUnits'].filter(
    (dimension) => !dimensions.includes(dimension),
  );
  return missing.length === 0
    ? met(`scaled by ${targets.map(({ id }) => id).join(', ')}`, { evidence: targets })
    : missed(`no scalable target for ${missing.join(' and ')}`, 'scalable targets for reads and writes', {
        evidence: targets,
      });
}

function globalTableFollows(table: Resource): Verdict | undefined {
  const writes = table.at('WriteProvisionedThroughputSettings.WriteCapacityAutoScalingSettings');
  const reads = table
    .at('Replicas')
    .items()
    .map((replica) => replica.at('ReadProvisionedThroughputSettings.ReadCapacityAutoScalingSettings'));
  return allOf(...[writes, ...reads].map(isScaling));
}

function isScaling(settings: Cursor): Verdict {
  const details = { locations: [settings.path] };
  return settings.isAbsent
    ? missed(`${settings.name} is not set`, `${settings.name} to be set`, details)
    : met(`${settings.name} is set`, details);
}
