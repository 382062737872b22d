import type { SEC } from '../../../constructs/core/items/sec';
import { attribute } from '../attributes';
import { expectFlag, expectNumber, expectText, reading } from '../expect';
import type { Cursor, Resource } from '../model';
import { TASK_DEFINITION } from '../relations/containers';
import { ifApplication, LOAD_BALANCER } from '../relations/load-balancing';
import { allOf, met, missed, undecided, type Rule, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';
import { containersAreConfined } from './sec-containers';
import { entranceIsGuarded, GUARD_TYPES } from './sec-entrances';
import { AT_REST_TYPES, isEncryptedAtRest } from './sec-at-rest';
import { IN_TRANSIT_TYPES, isEncryptedInTransit } from './sec-in-transit';
import { frontDoorIsModern, LISTENER_TYPES } from './sec-listeners';
import { LEAST_PRIVILEGE_TYPES, isLeastPrivilege } from './sec-privilege';
import { rotates } from './sec-secrets';
import { sessionsAreRecorded, SESSION_TYPES } from './sec-sessions';

const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';

export const SEC_RULES: Record<keyof typeof SEC, Rule> = {
  'SEC-01': { types: LISTENER_TYPES, judge: frontDoorIsModern },
  'SEC-02': { types: AT_REST_TYPES, judge: isEncryptedAtRest },
  'SEC-03': { types: IN_TRANSIT_TYPES, judge: isEncryptedInTransit },
  'SEC-04': {
    types: [LAUNCH_TEMPLATE, 'AWS::AutoScaling::LaunchConfiguration', 'AWS::EC2::Instance'],
    judge: keepsCredentials,
  },
  'SEC-05': { types: LEAST_PRIVILEGE_TYPES, judge: isLeastPrivilege },
  'SEC-06': { types: ['AWS::SecretsManager::Secret'], judge: rotates },
  'SEC-07': { types: ['AWS::KMS::Key'], judge: keyRotates },
  'SEC-08': { types: GUARD_TYPES, judge: entranceIsGuarded },
  'SEC-09': { types: ['AWS::S3::Bucket'], judge: isPrivate },
  'SEC-10': {
    types: [LOAD_BALANCER],
    judge: (loadBalancer) => ifApplication(loadBalancer, stopsMalformed(loadBalancer)),
  },
  'SEC-11': { types: [TASK_DEFINITION], judge: containersAreConfined },
  'SEC-12': { types: SESSION_TYPES, judge: sessionsAreRecorded },
};

function keepsCredentials(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const own = resource.at(resource.type === LAUNCH_TEMPLATE ? 'LaunchTemplateData.MetadataOptions' : 'MetadataOptions');
  const specification = resource.at('LaunchTemplate');
  if (resource.type === 'AWS::EC2::Instance' && own.isAbsent && !specification.isAbsent) {
    const names = ['LaunchTemplateId', 'LaunchTemplateName'];
    const template = names
      .map((name) => index.meant(specification.at(name), resource, LAUNCH_TEMPLATE))
      .find((one) => one !== undefined);
    return template === undefined
      ? undecided(`the launch template at ${specification.name} is outside the app`, {
          locations: [specification.path],
        })
      : undefined;
  }
  return metadataIsGuarded(own);
}

function metadataIsGuarded(options: Cursor): Verdict | undefined {
  const endpoint = options.at('HttpEndpoint');
  return endpoint.text() === 'disabled'
    ? met(reading(endpoint), { locations: [endpoint.path] })
    : allOf(
        expectText(options.at('HttpTokens'), {
          expected: 'HttpTokens required',
          holds: (value) => value === 'required',
        }),
        expectNumber(options.at('HttpPutResponseHopLimit'), {
          expected: 'a hop limit of 2 or less',
          holds: (hops) => hops <= 2,
          whenAbsent: 'met',
        }),
      );
}

function keyRotates(key: Resource): Verdict | undefined {
  const spec = key.at('KeySpec');
  const origin = key.at('Origin');
  const isOther = (place: Cursor, usual: string) => (place.text() ?? usual) !== usual;
  if (isOther(spec, 'SYMMETRIC_DEFAULT') || isOther(origin, 'AWS_KMS')) {
    return undefined;
  }
  const verdict = expectFlag(key.at('EnableKeyRotation'), true);
  const open = [spec, origin].find((place) => place.isUndecided);
  return open === undefined || verdict.state === 'met'
    ? verdict
    : undecided(`${open.name} is ${open.shown()}`, { locations: [open.path] });
}

function isPrivate(bucket: Resource): Verdict | undefined {
  const blocks = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
  const ownership = bucket.at('OwnershipControls.Rules');
  const rules = ownership.isUndecided ? [ownership] : ownership.items();
  const access = bucket.at('PublicAccessBlockConfiguration');
  return allOf(
    ...(access.isAbsent
      ? [missed(reading(access), `${access.name} with all four true`, { locations: [access.path] })]
      : blocks.map((name) => expectFlag(access.at(name), true))),
    ...rules.map((rule) =>
      expectText(rule.at('ObjectOwnership'), {
        expected: 'ObjectOwnership BucketOwnerEnforced',
        holds: (value) => value === 'BucketOwnerEnforced',
      }),
    ),
    expectText(bucket.at('AccessControl'), {
      expected: 'no AccessControl',
      holds: (value) => value === 'Private',
      whenAbsent: 'met',
    }),
  );
}

function stopsMalformed(loadBalancer: Resource): Verdict | undefined {
  const list = loadBalancer.at('LoadBalancerAttributes');
  const dropping = attribute(list, 'routing.http.drop_invalid_header_fields.enabled');
  const desync = attribute(list, 'routing.http.desync_mitigation_mode');
  return allOf(
    expectFlag(dropping, true),
    expectText(desync, {
      expected: 'routing.http.desync_mitigation_mode defensive or strictest',
      holds: (mode) => mode === 'defensive' || mode === 'strictest',
      details: { locations: [list.path] },
    }),
  );
}
