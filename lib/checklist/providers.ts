import type { Resource } from './model';

/** Logical ids of the functions that the CDK adds by itself for its custom resources. */
const CDK_FUNCTIONS = [
  /^AWS679f53fac002430cb0da5b7982bd2287/,
  /^LogRetention[0-9a-f]{32}/,
  /^BucketNotificationsHandler[0-9a-f]{32}/,
  /^Custom(?:CDKBucketDeployment|S3ObjectCopy)[0-9A-Fa-f]{32}/,
  /CustomResourceProviderHandler[0-9A-F]{8}$/,
  /^Custom[A-Za-z]+CustomResourceProvider/,
  /framework(?:onEvent|isComplete|onTimeout)[0-9A-F]{8}$/,
  // Those of apps are called so too: these two are the CDK's, of DropSpamReceiptRule and EmrContainersStartJobRun.
  /^SingletonLambda(?:224e77f9a32e4b4dac32983477abba16|8693BB64968944B69AAFB0CC9EB8757C)/,
  /^AWSCDK[A-Za-z]+Provider/,
  /^EdgeFunctionArnReader|^CustomCrossRegionStringParameterReader/,
];

/** True for a function that the CDK added for a custom resource of its own: nobody else can mend it. */
export function isProvider(resource: Resource): boolean {
  const { type, id } = resource;
  return type === 'AWS::Lambda::Function' && CDK_FUNCTIONS.some((pattern) => pattern.test(id));
}
