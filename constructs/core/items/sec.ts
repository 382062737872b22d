import type { ChecklistItems } from '../checklist-item';

export const SEC = {
  'SEC-01': {
    title: 'The front door speaks modern TLS only',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'Plain HTTP and TLS before 1.2 can be read and changed on the way, inside a network too.',
    decidedBy:
      'SslPolicy of each AWS::ElasticLoadBalancingV2::Listener with HTTPS or TLS is one whose oldest protocol is TLS 1.2 or 1.3; each action of an HTTP listener and of its rules is a redirect to HTTPS. Internal listeners are no exception.',
    withSeaworthy: 'LoadBalancer speaks TLS 1.2 and 1.3 with a post-quantum key exchange, and redirects plain HTTP.',
    withCdk:
      'Set sslPolicy of the listener to SslPolicy.TLS13_12_PQ or SslPolicy.RECOMMENDED_TLS, and call addRedirect of ApplicationLoadBalancer for port 80.',
    documentation: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
  },
  'SEC-02': {
    title: 'Data at rest is encrypted',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'Disks, snapshots and backups travel further than the systems they came from.',
    decidedBy:
      'Encrypted is true on EBS volumes (one from a snapshot is as its snapshot), those of launch templates and of ECS tasks included, and on EFS; StorageEncrypted on databases and clusters; KmsMasterKeyId is set on SNS topics; SqsManagedSseEnabled of a queue is not false; AtRestEncryptionEnabled is true on ElastiCache (Valkey has it by default), EncryptionAtRestOptions.Enabled on OpenSearch; StreamEncryption is set on Kinesis. DynamoDB, S3, log groups and backup vaults are always encrypted. A launch template without a mapping leaves the root volume as its image has it.',
    withSeaworthy:
      'InstanceService, Alerts, LogArchive, ManagedSecret and Backup encrypt; EncryptionKey has the key for the rest.',
    withCdk:
      'Set encrypted in BlockDeviceVolume.ebs and of FileSystem, storageEncrypted of databases, masterKey of Topic, atRestEncryptionEnabled of CfnReplicationGroup, encryptionAtRest of Domain, encryption of Stream.',
    documentation: 'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-at-rest.html',
  },
  'SEC-03': {
    title: 'Data in transit is encrypted',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'An endpoint that also takes plain connections will be used by one, some day.',
    decidedBy:
      'Policies of S3 buckets (for the bucket and for its objects), SNS topics and SQS queues deny everybody whatever comes with aws:SecureTransport false. Parameter groups set rds.force_ssl or require_secure_transport, unless the engine forces TLS by itself: RDS for PostgreSQL from 15 on, Aurora PostgreSQL from 17 on, MariaDB from 11.8 on, DocumentDB, Neptune. TransitEncryptionEnabled of ElastiCache is true and its mode not preferred; EFS volumes of tasks have TransitEncryption ENABLED.',
    withSeaworthy:
      'LogArchive, Alerts and ManagedSecret take TLS only; of buckets, topics, queues and databases of your own see to it as below.',
    withCdk:
      "Set enforceSSL of Bucket, Topic and Queue to true, parameters of ParameterGroup to { 'rds.force_ssl': '1' } or { require_secure_transport: 'ON' }, transitEncryptionEnabled of CfnReplicationGroup, and transitEncryption in efsVolumeConfiguration to ENABLED.",
    documentation: 'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-data-in-transit.html',
  },
  'SEC-04': {
    title: 'Instance credentials cannot be stolen by SSRF',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'With version 1 of the metadata service, a single forged request makes an application hand out the credentials of its role.',
    decidedBy:
      'MetadataOptions of each AWS::EC2::LaunchTemplate, AWS::AutoScaling::LaunchConfiguration and AWS::EC2::Instance have HttpTokens required and HttpPutResponseHopLimit of 2 or less, or HttpEndpoint disabled.',
    withSeaworthy: 'InstanceService asks for tokens, with a hop limit of 1.',
    withCdk: 'Set requireImdsv2 of LaunchTemplate or Instance to true; httpPutResponseHopLimit takes 1 or 2.',
    documentation: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html',
  },
  'SEC-05': {
    title: 'Least privilege',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'What a role may do is what an intruder with that role may do.',
    decidedBy:
      'No Allow statement of a policy has Action *, and none of an identity has Resource * with NotAction or with a write action that could name its resources, after a dated table of actions. AdministratorAccess and PowerUserAccess are attached to nothing. Key policies are not asked; of an action that the table lacks nobody can tell.',
    withSeaworthy: 'Our constructs grant by resource; InstanceService is a grantee: bucket.grantRead(service).',
    withCdk: 'Use the grant methods of resources, or name actions and resources of PolicyStatement one by one.',
    documentation: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  },
  'SEC-06': {
    title: 'Secrets rotate',
    area: 'SEC',
    severity: 'error',
    tiers: 'production',
    why: 'A secret that never changes is known to everybody who ever saw it.',
    decidedBy:
      'Each AWS::SecretsManager::Secret has an AWS::SecretsManager::RotationSchedule of 90 days or less (an expression by its longest gap), or is attached to a database with ManageMasterUserPassword true. A secret of a third party that cannot rotate is waived.',
    withSeaworthy: 'ManagedSecret rotates every 30 days; rotateAfter takes up to 90.',
    withCdk:
      'Call addRotationSchedule of Secret with automaticallyAfter of 90 days or less, or set manageMasterUserPassword of the database, which then needs no secret in the template.',
    documentation: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html',
  },
  'SEC-07': {
    title: 'Keys rotate',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'Rotation limits how much data one key material ever encrypted, and costs no work.',
    decidedBy:
      'EnableKeyRotation of each AWS::KMS::Key is true. Asymmetric and HMAC keys, imported material and replicas of multi-region keys are not asked.',
    withSeaworthy: 'EncryptionKey rotates every year; rotationPeriod takes another time.',
    withCdk: 'Set enableKeyRotation of Key to true.',
    documentation: 'https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html',
  },
  'SEC-08': {
    title: 'Public entrances are guarded',
    area: 'SEC',
    severity: 'error',
    tiers: 'production',
    why: 'Scanners and floods reach a new public address within the hour.',
    decidedBy:
      'Each public application load balancer, AWS::CloudFront::Distribution and AWS::ApiGateway::Stage has an AWS::WAFv2::WebACL, of any stack of the app, with AWSManagedRulesCommonRuleSet and a rate-based rule that blocks, challenges or asks for a captcha. AWS managed rules in count mode are a finding. HTTP APIs and private APIs are not asked.',
    withSeaworthy: 'LoadBalancer brings a WebFirewall wherever it has public addresses.',
    withCdk:
      'Associate a CfnWebACL by CfnWebACLAssociation, or webAclId of Distribution; give it a managedRuleGroupStatement for AWSManagedRulesCommonRuleSet and a rateBasedStatement with the action block.',
    documentation: 'https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html',
  },
  'SEC-09': {
    title: 'Buckets are private',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'Most leaks from S3 were one ACL or one policy that somebody meant for something else.',
    decidedBy:
      'PublicAccessBlockConfiguration of each AWS::S3::Bucket has all four settings true and written, ObjectOwnership, where it is written, is BucketOwnerEnforced, and there is no AccessControl but Private.',
    withSeaworthy: 'LogArchive is private; for buckets of your own set the props below.',
    withCdk:
      'Set blockPublicAccess of Bucket to BlockPublicAccess.BLOCK_ALL and objectOwnership to ObjectOwnership.BUCKET_OWNER_ENFORCED. For a bucket that takes server access logs the CDK refuses that until the feature flag @aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy is true in the context of cdk.json, as cdk init sets it.',
    documentation: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
  },
  'SEC-10': {
    title: 'Malformed requests stop at the door',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'Two servers that read one request differently can be made to mix the requests of two users.',
    decidedBy:
      'The attributes of each application load balancer have routing.http.drop_invalid_header_fields.enabled true and routing.http.desync_mitigation_mode defensive or strictest, both written.',
    withSeaworthy: 'LoadBalancer sets both.',
    withCdk:
      'Set dropInvalidHeaderFields of ApplicationLoadBalancer to true and desyncMitigationMode to DesyncMitigationMode.DEFENSIVE or DesyncMitigationMode.STRICTEST.',
    documentation:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  },
  'SEC-11': {
    title: 'Containers cannot change themselves',
    area: 'SEC',
    severity: 'error',
    tiers: 'all',
    why: 'An intruder in a container writes his tools to its disk and reaches for the host. A read-only disk and an ordinary user leave him little.',
    decidedBy:
      'Each container of an AWS::ECS::TaskDefinition has ReadonlyRootFilesystem true (Windows knows no such disk), is not Privileged, and its User, where it is set, is neither root nor 0 nor ContainerAdministrator.',
    withSeaworthy: 'This library has no construct for containers: set the props of addContainer below.',
    withCdk:
      'Set readonlyRootFilesystem of addContainer to true and user to an ordinary one, leave privileged out, and mount a volume with addMountPoints where the application has to write.',
    documentation: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html',
  },
  'SEC-12': {
    title: "Administrators' sessions are recorded",
    area: 'SEC',
    severity: 'error',
    tiers: 'production',
    why: 'What was typed on a machine in production must be known afterwards, and must not depend on the memory of who typed it.',
    decidedBy:
      'Where a role of instances may open sessions (AmazonSSMManagedInstanceCore, or ssmmessages:CreateDataChannel), one AWS::SSM::Document of type Session in the same account and region of the app names an encrypted log group or a bucket with encryption.',
    withSeaworthy: 'Add SessionAccess once per account and region; PlatformStack has it.',
    withCdk:
      'Add a CfnDocument with documentType Session whose inputs name cloudWatchLogGroupName, and a LogGroup with encryptionKey.',
    documentation: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  },
} satisfies ChecklistItems;
