import type { ChecklistItems } from '../checklist-item';

export const CFG = {
  'CFG-01': {
    title: 'No credential stands in plain text',
    area: 'CFG',
    severity: 'error',
    tiers: 'all',
    why: 'A template is read by everybody who may read the stack, and stays in the history of the repository, the assets bucket and CloudFormation.',
    decidedBy:
      'No literal stands under a name with password, passwd, secret, token, api key or private key in it: in Environment of AWS::Lambda::Function and of AWS::ECS::TaskDefinition containers, in AWS::SSM::Parameter, in MasterUserPassword of databases, or behind export in user data; the default of a parameter that lands there counts. ARNs, paths, numbers, booleans and names that end in ARN, NAME, ID, URL, TTL or PATH are none. Nothing anywhere looks like an AWS access key.',
    withSeaworthy:
      'Keep the value in a ManagedSecret and name it in configuration.secrets of InstanceService, which reads it when the instance starts.',
    withCdk:
      'Keep the value in a Secret; give containers Secret.fromSecretsManager of aws-ecs, let functions read it at run time, and set manageMasterUserPassword of databases.',
    documentation: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
  },
  'CFG-02': {
    title: 'Runtime configuration is validated before it is live',
    area: 'CFG',
    severity: 'error',
    tiers: 'all',
    why: 'A configuration reaches every instance within seconds and passes none of the tests that code has to pass. A slip in it is an outage everywhere at once.',
    decidedBy:
      'Each AWS::AppConfig::ConfigurationProfile has Validators, or is of Type AWS.AppConfig.FeatureFlags, which AppConfig validates by itself.',
    withSeaworthy: 'This library has no construct for AppConfig: give HostedConfiguration its validators as below.',
    withCdk:
      'Set validators of HostedConfiguration or SourcedConfiguration to JsonSchemaValidator.fromFile or LambdaValidator.fromFunction, or type to ConfigurationType.FEATURE_FLAGS.',
    documentation:
      'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-configuration-and-profile-validators.html',
  },
  'CFG-03': {
    title: 'Runtime configuration rolls out gradually and rolls back by itself',
    area: 'CFG',
    severity: 'error',
    tiers: 'production',
    why: 'A valid configuration can still be the wrong one. Where it reaches everybody at once and nothing watches, users find out first.',
    decidedBy:
      'Each AWS::AppConfig::Deployment uses an AWS::AppConfig::DeploymentStrategy with GrowthFactor below 100 or FinalBakeTimeInMinutes above 0, so all at once with a bake time passes; its AWS::AppConfig::Environment has Monitors.',
    withSeaworthy:
      'This library has no construct for AppConfig: make the alarms with AlarmSet, which watches them too, and hand them to the environment of AppConfig as monitors.',
    withCdk:
      'Set monitors of Environment of aws-appconfig to Monitor.fromCloudWatchAlarm, and deploymentStrategy of the configuration to a DeploymentStrategy with RolloutStrategy.CANARY_10_PERCENT_20_MINUTES or RolloutStrategy.linear.',
    documentation: 'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-creating-deployment-strategy.html',
  },
} satisfies ChecklistItems;
