/** What no test here can read back, by resource type, with the reason. The coverage check keeps this list honest. */
export const UNPROVEN: Readonly<Record<string, string>> = {
  'AWS::ApplicationSignals::ServiceLevelObjective': 'recorded only: moto has no Application Signals',
  'AWS::Backup::BackupSelection': 'recorded only: moto has no backup selections',
  'AWS::CDK::Metadata': 'nothing is made of it',
  'AWS::FIS::ExperimentTemplate': 'recorded only: moto keeps experiment templates and has no call that tells them',
};

/** What is read back except for a part, with the reason. */
export const PARTLY_UNPROVEN: Readonly<Record<string, string>> = {
  'AWS::Athena::WorkGroup': 'updates are recorded only; queries are not run',
  'AWS::AutoScaling::AutoScalingGroup':
    'notifications and instance refresh are recorded only; instances do not boot, and moto puts them into one zone',
  'AWS::Backup::BackupVault': 'the access policy is recorded only; jobs do not run',
  'AWS::CloudWatch::CompositeAlarm': 'states are not computed; the suppressor is recorded only',
  'AWS::IAM::Role': 'permissions are not enforced: a missing one is not found here',
  'AWS::KinesisFirehose::DeliveryStream': 'its encryption is recorded only; records are not decompressed',
  'AWS::Logs::LogGroup': 'protection from deletion is recorded only',
  'AWS::SNS::Subscription': 'nobody confirms the e-mail',
  'AWS::Synthetics::Canary': 'it is not run',
  'AWS::WAFv2::WebACL': 'requests are not judged; protection from floods of a single source is recorded only',
};
