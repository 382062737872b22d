import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';
import { deliveriesInto } from './log-targets';

const BUCKET = 'AWS::S3::Bucket';

/** Where resources name the bucket for what they leave behind: reports, transcripts, pictures. */
const TRACES: readonly (readonly [type: string, path: string])[] = [
  ['AWS::Synthetics::Canary', 'ArtifactS3Location'],
  ['AWS::SSM::Document', 'Content.inputs.s3BucketName'],
  ['AWS::FIS::ExperimentTemplate', 'LogConfiguration.S3Configuration.BucketName'],
  ['AWS::Redshift::Cluster', 'LoggingProperties.BucketName'],
  ['AWS::MSK::Cluster', 'LoggingInfo.BrokerLogs.S3.Bucket'],
];

/** Where a deployment or a pipeline names the bucket for what it can make anew. */
const ASSETS: readonly (readonly [type: string, path: string])[] = [
  ['Custom::CDKBucketDeployment', 'DestinationBucketName'],
  ['AWS::CodePipeline::Pipeline', 'ArtifactStore.Location'],
];

/** Services that write nothing but records of what happened. */
const LOG_SERVICES =
  /^(logging\.s3|delivery\.logs|logdelivery\.elasticloadbalancing|cloudtrail|config|logs(\.[\w-]+)?)\.amazonaws\.com/;

const BOOTSTRAPPED = /^cdk-[\w-]+-assets-/;

/** True for a bucket that holds data: no log target, and no assets that a deployment or a pipeline puts there. */
export function isDataBucket(bucket: Resource, index: TemplateIndex): boolean {
  const isNamedBy = ([type, path]: readonly [string, string]) =>
    index.linked(bucket, type, path).length > 0 ||
    index.referrers(bucket, type).some((one) => one.at(path).mentions().includes(bucket));
  return (
    bucket.type === BUCKET &&
    !BOOTSTRAPPED.test(bucket.at('BucketName').shown()) &&
    ![...TRACES, ...ASSETS].some(isNamedBy) &&
    deliveriesInto(bucket, index).length === 0 &&
    !letsLogsIn(bucket, index)
  );
}

function letsLogsIn(bucket: Resource, index: TemplateIndex): boolean {
  const isLogService = (service: Cursor) => LOG_SERVICES.test(service.shown());
  return index
    .linked(bucket, 'AWS::S3::BucketPolicy', 'Bucket')
    .flatMap((policy) => policy.at('PolicyDocument.Statement').items())
    .some(
      (statement) =>
        statement.at('Effect').text() === 'Allow' && statement.at('Principal.Service').items().some(isLogService),
    );
}
