import { resolve } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { InstanceArchitecture, InstanceType } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Artifact } from '../../constructs/compute/artifact';
import type { CapacityProps } from '../../constructs/compute/capacity';
import { InstanceImage } from '../../constructs/compute/instance-image';
import type { InstanceLifecycleProps } from '../../constructs/compute/instance-lifecycle';
import type { RouteProps } from '../../constructs/compute/instance-service';
import type { ServiceConfigurationProps } from '../../constructs/compute/service-configuration';
import { SeaworthyError } from '../../constructs/core/errors';
import type { ManagedSecretProps } from '../../constructs/security/managed-secret';
import type { OwnSecret, WebServiceStackProps } from '../stacks/web-service-stack';
import { mapDefined } from './map-defined';
import { removalPolicyOf } from './removal-policy';
import type { EnvironmentManifest } from './schema';
import { zoneLossWaivers } from './waivers';

type Section = NonNullable<EnvironmentManifest['instances']>;
const ARCHITECTURES = { arm64: InstanceArchitecture.ARM_64, x86_64: InstanceArchitecture.X86_64 };

type ServiceProps = Pick<WebServiceStackProps, 'service' | 'secrets' | 'secretVariables'>;

/**
 * The props of the service.
 *
 * @param scope where things that the manifest names from outside become known to the app
 * @param folder the folder of the manifest; paths in it start there
 */
export function serviceProps(environment: EnvironmentManifest, scope: Construct, folder: string): ServiceProps {
  const { instances = {}, secrets = {}, waive } = environment;
  const { artifact, command, packages, port, healthCheckPath, instanceType, image, scaling, lifecycle, route } =
    instances;
  const outside = new Construct(scope, 'Outside');
  if (artifact === undefined || port === undefined) {
    throw new SeaworthyError('ManifestIncomplete', 'instances.artifact and instances.port must be given', { scope });
  }
  return {
    service: {
      artifact: artifactOf(artifact, outside, folder),
      command,
      packages,
      port,
      healthCheckPath,
      configuration: configurationOf(instances, outside),
      instanceType: mapDefined(instanceType, (name) => new InstanceType(name)),
      image: mapDefined(image, imageOf),
      capacity: capacityOf(instances),
      scaling,
      lifecycle: mapDefined(lifecycle, lifecycleOf),
      route: mapDefined(route, routeOf),
      waive: zoneLossWaivers(waive),
    },
    secrets: Object.fromEntries(Object.entries(secrets).map(([name, one]) => [name, secretOf(one)])),
    secretVariables: ownSecretsOf(instances),
  };
}

function artifactOf(artifact: NonNullable<Section['artifact']>, scope: Construct, folder: string): Artifact {
  if ('asset' in artifact) {
    return Artifact.fromAsset(resolve(folder, artifact.asset));
  }
  return 'image' in artifact
    ? Artifact.fromContainerImage(artifact.image)
    : Artifact.fromBucket(Bucket.fromBucketName(scope, 'ArtifactBucket', artifact.bucket), artifact.key);
}

function imageOf(image: NonNullable<Section['image']>): InstanceImage {
  const { architecture, rootDevice } = image;
  const options = { architecture: architecture && ARCHITECTURES[architecture], rootDevice };
  return 'id' in image
    ? InstanceImage.fromId(image.id, options)
    : InstanceImage.fromParameter(image.ssmParameter, options);
}

function capacityOf({ capacity }: Section): CapacityProps | undefined {
  if (capacity === undefined) {
    return undefined;
  }
  const { min, max } = capacity;
  if (min === undefined || max === undefined) {
    throw new SeaworthyError('ManifestIncomplete', 'instances.capacity must have both min and max');
  }
  return { min, max };
}

/** What is read from outside the service's own stack, and what stands in the template. */
function configurationOf(instances: Section, scope: Construct): ServiceConfigurationProps {
  const foreign = Object.entries(instances.secrets ?? {}).filter(([, text]) => text.startsWith('arn:'));
  return {
    variables: instances.variables,
    secrets: Object.fromEntries(
      foreign.map(([variable, text]) => {
        const [arn, field] = splitField(text);
        const secret = Secret.fromSecretCompleteArn(scope, `Secret-${variable}`, arn);
        return [variable, field === undefined ? secret : { secret, field }];
      }),
    ),
    parameters: Object.fromEntries(
      Object.entries(instances.parameters ?? {}).map(([variable, name]) => [
        variable,
        StringParameter.fromStringParameterName(scope, `Parameter-${variable}`, name),
      ]),
    ),
  };
}

function ownSecretsOf(instances: Section): Record<string, OwnSecret> {
  const own = Object.entries(instances.secrets ?? {}).filter(([, text]) => !text.startsWith('arn:'));
  return Object.fromEntries(
    own.map(([variable, text]) => {
      const [name, field] = splitField(text);
      return [variable, { name, field }];
    }),
  );
}

function splitField(text: string): [string, string | undefined] {
  const [name = '', field] = text.split('#', 2);
  return [name, field];
}

function secretOf(secret: NonNullable<EnvironmentManifest['secrets']>[string]): ManagedSecretProps {
  const { rotateAfterDays, recoveryDays, removalPolicy, ...others } = secret;
  return {
    ...others,
    rotateAfter: mapDefined(rotateAfterDays, (days) => Duration.days(days)),
    recoveryWindow: mapDefined(recoveryDays, (days) => Duration.days(days)),
    removalPolicy: mapDefined(removalPolicy, removalPolicyOf),
  };
}

function lifecycleOf(lifecycle: NonNullable<Section['lifecycle']>): InstanceLifecycleProps {
  const seconds = (count: number | undefined) => mapDefined(count, (one) => Duration.seconds(one));
  return {
    bootTimeout: seconds(lifecycle.bootTimeoutSeconds),
    warmup: seconds(lifecycle.warmupSeconds),
    healthCheckGracePeriod: seconds(lifecycle.healthCheckGraceSeconds),
    stopTimeout: seconds(lifecycle.stopTimeoutSeconds),
    maxInstanceLifetime: mapDefined(lifecycle.maxInstanceLifetimeDays, (days) => Duration.days(days)),
    bakeTime: seconds(lifecycle.bakeTimeSeconds),
    rollbackOnAlarms: lifecycle.rollbackOnAlarms,
    maxHealthyPercentage: lifecycle.maxHealthyPercentage,
    keepAliveTimeout: seconds(lifecycle.keepAliveSeconds),
  };
}

function routeOf(route: NonNullable<Section['route']>): RouteProps {
  const { deregistrationDelaySeconds, slowStartSeconds, ...others } = route;
  return {
    ...others,
    deregistrationDelay: mapDefined(deregistrationDelaySeconds, (one) => Duration.seconds(one)),
    slowStart: mapDefined(slowStartSeconds, (one) => Duration.seconds(one)),
  };
}
