import type { Cursor, Resource } from '../model';
import type { TemplateIndex } from '../template-index';

const DOCUMENTS_OF: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::IAM::Policy': ['PolicyDocument'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument'],
  'AWS::IAM::RolePolicy': ['PolicyDocument'],
  'AWS::IAM::UserPolicy': ['PolicyDocument'],
  'AWS::IAM::GroupPolicy': ['PolicyDocument'],
  'AWS::SSO::PermissionSet': ['InlinePolicy'],
};

const RESOURCE_DOCUMENTS_OF: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::S3::BucketPolicy': ['PolicyDocument'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument'],
  'AWS::SQS::QueueInlinePolicy': ['PolicyDocument'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument'],
  'AWS::SNS::TopicInlinePolicy': ['PolicyDocument'],
  'AWS::SecretsManager::ResourcePolicy': ['ResourcePolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::Backup::BackupVault': ['AccessPolicy'],
  'AWS::EFS::FileSystem': ['FileSystemPolicy'],
  'AWS::DynamoDB::Table': ['ResourcePolicy.PolicyDocument'],
  'AWS::Kinesis::ResourcePolicy': ['ResourcePolicy'],
  'AWS::OpenSearchService::Domain': ['AccessPolicies'],
};

/** Types with a list of policies of their own: `Policies[].PolicyDocument`. */
const WITH_POLICIES = ['AWS::IAM::Role', 'AWS::IAM::User', 'AWS::IAM::Group'];

/** The types that hold statements: those of identities, and those of resources. */
export const POLICY_TYPES = [
  ...new Set([...Object.keys(DOCUMENTS_OF), ...WITH_POLICIES, ...Object.keys(RESOURCE_DOCUMENTS_OF)]),
];

/** The policy documents that say what an identity may do. */
export function identityDocuments(resource: Resource): readonly Cursor[] {
  const own = DOCUMENTS_OF[resource.type] ?? [];
  const inline = WITH_POLICIES.includes(resource.type) ? resource.at('Policies').items() : [];
  return [...own.map((name) => resource.at(name)), ...inline.map((policy) => policy.at('PolicyDocument'))].filter(
    isSet,
  );
}

/** The policy documents that say who may come to a resource; key policies are not among them. */
export function resourceDocuments(resource: Resource): readonly Cursor[] {
  return (RESOURCE_DOCUMENTS_OF[resource.type] ?? []).map((name) => resource.at(name)).filter(isSet);
}

/** The statements of a policy document. */
export function statementsOf(document: Cursor): readonly Cursor[] {
  return document.at('Statement').items();
}

/** The statements that give a role its permissions, as far as they are in the app. */
export function statementsOfRole(role: Resource, index: TemplateIndex): readonly Cursor[] {
  const attached = [
    ...index.linked(role, 'AWS::IAM::Policy', 'Roles'),
    ...index.linked(role, 'AWS::IAM::ManagedPolicy', 'Roles'),
    ...index.linked(role, 'AWS::IAM::RolePolicy', 'RoleName'),
  ];
  const managed = role
    .at('ManagedPolicyArns')
    .items()
    .flatMap((arn) => arn.mentions());
  return [role, ...new Set([...attached, ...managed])].flatMap(identityDocuments).flatMap(statementsOf);
}

/** The members of an element of a statement; a text that is known in part only counts as a member too. */
export function elementsOf(place: Cursor): readonly Cursor[] {
  return place.value.kind === 'text' ? [place] : place.items();
}

/** True for a statement that forbids. */
export function isDeny(statement: Cursor): boolean {
  return statement.at('Effect').text() === 'Deny';
}

function isSet(place: Cursor): boolean {
  return !place.isAbsent;
}
