import type { Cursor, Resource } from '../model';
import { coversAction } from '../relations/iam-actions';
import { isDeny, statementsOfRole } from '../relations/iam-statements';
import { met, missed, undecidedAt, type Verdict } from '../rule';
import type { TemplateIndex } from '../template-index';

const DOCUMENT = 'AWS::SSM::Document';
const ROLE = 'AWS::IAM::Role';
const MANAGED = /\/(AmazonSSMManagedInstanceCore|AmazonSSMManagedEC2InstanceDefaultPolicy|AmazonEC2RoleforSSM)$/;
const EXPECTED = 'a session document that logs to an encrypted log group or bucket';

/** The types that SEC-12 speaks of. */
export const SESSION_TYPES = [DOCUMENT, ROLE];

/** Met where the sessions that some instance of the app allows are recorded. */
export function sessionsAreRecorded(resource: Resource, index: TemplateIndex): Verdict | undefined {
  const documents = sessionDocuments(resource, index);
  const recording = documents.find((one) => records(one, index).state === 'met');
  if (resource.type === ROLE) {
    if (!allowsSessions(resource, index)) {
      return undefined;
    }
    const found = 'instances allow sessions, and no document says that they are recorded';
    return recording !== undefined
      ? met(`${recording.id} records sessions`, { evidence: [recording] })
      : documents.length > 0
        ? undefined
        : missed(found, EXPECTED);
  }
  const isAsked = resource.at('DocumentType').text() === 'Session' && someAllow(resource, index);
  return !isAsked || (recording !== undefined && recording !== resource) ? undefined : records(resource, index);
}

function sessionDocuments({ template }: Resource, index: TemplateIndex): Resource[] {
  return index
    .once('session documents', () =>
      index.ofType(DOCUMENT).filter((one) => one.at('DocumentType').text() === 'Session'),
    )
    .filter((one) => one.template.account === template.account && one.template.region === template.region);
}

function someAllow({ template }: Resource, index: TemplateIndex): boolean {
  return index
    .once('roles of instances that allow sessions', () =>
      index.ofType(ROLE).filter((role) => allowsSessions(role, index)),
    )
    .some((role) => role.template.account === template.account && role.template.region === template.region);
}

/** True for a role of instances with which the agent may open the channels of Session Manager. */
function allowsSessions(role: Resource, index: TemplateIndex): boolean {
  if (index.linked(role, 'AWS::IAM::InstanceProfile', 'Roles').length === 0) {
    return false;
  }
  const isManaged = role
    .at('ManagedPolicyArns')
    .items()
    .some((arn) => MANAGED.test(arn.shown()));
  return isManaged || statementsOfRole(role, index).some(opensChannels);
}

function opensChannels(statement: Cursor): boolean {
  const actions = statement.at('Action').items();
  const isOpen = (action: Cursor) => coversAction(action.text() ?? '', 'ssmmessages:CreateDataChannel');
  return !isDeny(statement) && actions.some(isOpen);
}

function records(document: Resource, index: TemplateIndex): Verdict {
  const content = document.at('Content');
  const [group, bucket] = [input(content, 'cloudWatchLogGroupName'), input(content, 's3BucketName')];
  const details = { locations: [content.path] };
  if (content.isUndecided && group === '' && bucket === '') {
    return undecidedAt(content);
  }
  const logGroup = index.referred(document, 'AWS::Logs::LogGroup').find(({ id }) => group.includes(`\${${id}`));
  const isGroupEncrypted =
    logGroup === undefined
      ? input(content, 'cloudWatchEncryptionEnabled') === 'true'
      : !logGroup.at('KmsKeyId').isAbsent;
  if (group !== '' && isGroupEncrypted) {
    return met(`sessions are recorded in ${group}`, details);
  }
  if (bucket !== '' && input(content, 's3EncryptionEnabled') !== 'false') {
    return met(`sessions are recorded in ${bucket}`, details);
  }
  const found =
    group === '' && bucket === '' ? 'sessions are not recorded' : 'sessions are recorded without encryption';
  return missed(found, EXPECTED, details);
}

/** An input of the document, whether it is written as an object or as a text in JSON or YAML. */
function input(content: Cursor, name: string): string {
  if (content.value.kind === 'map') {
    const place = content.at(`inputs.${name}`);
    return place.isAbsent ? '' : place.shown();
  }
  const pattern = new RegExp(`["']?${name}["']?\\s*:\\s*["']?([^"'\\s,}]*(?:\\$\\{[^}]*\\}[^"'\\s,}]*)*)`);
  return pattern.exec(content.shown())?.[1] ?? '';
}
