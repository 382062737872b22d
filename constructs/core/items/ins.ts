import type { ChecklistItems } from '../checklist-item';

export const INS = {
  'INS-01': {
    title: 'Instances start from a launch template with a known image',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'Launch configurations get no new features and no new instance types, and an instance without a stated image starts from whatever is there that day.',
    decidedBy:
      'Each AWS::AutoScaling::AutoScalingGroup uses LaunchTemplate or MixedInstancesPolicy, never LaunchConfigurationName or InstanceId, and the AWS::EC2::LaunchTemplate of a group sets LaunchTemplateData.ImageId.',
    withSeaworthy: 'InstanceService does so; its prop image names the image, such as InstanceImage.amazonLinux2023().',
    withCdk:
      'Give a LaunchTemplate with machineImage as launchTemplate, or within mixedInstancesPolicy, of AutoScalingGroup.',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html',
  },
  'INS-02': {
    title: 'Instances are replaced, never patched in place',
    area: 'INS',
    severity: 'error',
    tiers: 'production',
    why: 'An instance that lives for months gathers changes that no template knows. A maximum lifetime makes replacement a weekly habit rather than an emergency.',
    decidedBy:
      'MaxInstanceLifetime of each AWS::AutoScaling::AutoScalingGroup is between 86400 and 2592000 seconds, 1 to 30 days.',
    withSeaworthy:
      'InstanceService replaces each instance after 7 days; lifecycle.maxInstanceLifetime takes another time.',
    withCdk: 'Set maxInstanceLifetime of AutoScalingGroup to between Duration.days(1) and Duration.days(30).',
    documentation: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-max-instance-lifetime.html',
  },
  'INS-03': {
    title: 'Container images are immutable',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'The tag latest is another image tomorrow. Two tasks of one service then run different code, and a roll-back finds the old name on the new image.',
    decidedBy:
      'Image of each container of an AWS::ECS::TaskDefinition names a tag other than latest, or a digest. Images that the CDK builds as assets pass.',
    withSeaworthy:
      'This library has no construct for containers: on ECS take ContainerImage as below. An Artifact of InstanceService needs a key or tag of its own for each release, too.',
    withCdk:
      'Use ContainerImage.fromAsset, or give ContainerImage.fromEcrRepository a version or a digest as its tag: without one it takes latest.',
    documentation: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html',
  },
  'INS-04': {
    title: 'Image repositories are immutable and scanned',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'Whoever may push can replace the image behind a released tag, and nobody sees it. An image that is never scanned carries known holes into production.',
    decidedBy:
      'ImageTagMutability of each AWS::ECR::Repository is IMMUTABLE, or IMMUTABLE_WITH_EXCLUSION with filters that do not exclude all tags, and ImageScanningConfiguration.ScanOnPush is true. An AWS::ECR::RegistryScanningConfiguration of the app decides in the place of ScanOnPush: one of its rules scans the repository on push or continuously.',
    withSeaworthy: 'This library makes no image repositories: set the two props of Repository below.',
    withCdk:
      'Set imageTagMutability of Repository to TagMutability.IMMUTABLE and imageScanOnPush to true, or scan the whole registry with CfnRegistryScanningConfiguration.',
    documentation: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html',
  },
  'INS-05': {
    title: 'Function runtimes are supported',
    area: 'INS',
    severity: 'error',
    tiers: 'all',
    why: 'A deprecated runtime receives no security patches, and one day its functions can no longer be changed.',
    decidedBy:
      'Runtime of each AWS::Lambda::Function is none that AWS had deprecated on the day of the rule pack. Functions from images and those that the CDK itself adds are not asked.',
    withSeaworthy: 'The functions that our constructs make run on a supported runtime; your own are those of the CDK.',
    withCdk:
      'Set runtime of Function to a version that AWS supports, such as Runtime.NODEJS_24_X or Runtime.PYTHON_3_14.',
    documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html',
  },
} satisfies ChecklistItems;
