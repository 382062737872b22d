import { gather } from '../gather';
import type { Cursor, Resource } from '../model';
import { placed } from '../place';
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
  const { documents, recording } = sessionsAt(resource, index);
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
  const isAsked = isSession(resource) && someAllow(resource, index);
  return !isAsked || (recording !== undefined && recording !== resource) ? undefined : records(resource, index);
}

/** The session documents of an account and region, and the first of them that records. */
function sessionsAt({ template }: Resource, index: TemplateIndex): { documents: Resource[]; recording?: Resource } {
  const { all, recording, open } = index.once('session documents', () => {
    const found = {
      all: new Map<string, Resource[]>(),
      recording: new Map<string, Resource>(),
      open: new Map<string, Resource[]>(),
    };
    for (const one of index.ofType(DOCUMENT).filter(isSession)) {
      const key = placed('', one.template);
      const state = index.settled(() => records(one, index).state);
      gather(found.all, key, one);
      if (state === undefined) {
        gather(found.open, key, one);
      } else if (state === 'met' && !found.recording.has(key)) {
        found.recording.set(key, one);
      }
    }
    return found;
  });
  const key = placed('', template);
  const another = (open.get(key) ?? []).find((one) => records(one, index).state === 'met');
  return { documents: all.get(key) ?? [], recording: recording.get(key) ?? another };
}

function isSession(document: Resource): boolean {
  return document.at('DocumentType').text() === 'Session';
}

function someAllow({ template }: Resource, index: TemplateIndex): boolean {
  return index
    .once('places with instances that allow sessions', () => {
      const roles = index.ofType(ROLE).filter((role) => allowsSessions(role, index));
      return new Set(roles.map((role) => placed('', role.template)));
    })
    .has(placed('', template));
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
  return missed(openRecord(group, bucket, logGroup), EXPECTED, details);
}

function openRecord(group: string, bucket: string, logGroup: Resource | undefined): string {
  if (group === '') {
    return bucket === ''
      ? 'sessions are not recorded'
      : `sessions are recorded in ${bucket}, s3EncryptionEnabled is false`;
  }
  const why = logGroup === undefined ? 'cloudWatchEncryptionEnabled is not true' : `${logGroup.id} has no KmsKeyId`;
  return `sessions are recorded in ${group}, ${why}`;
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
