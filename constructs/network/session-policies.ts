import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, type Conditions, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { contextOf } from '../core/context';
import { TAGS } from '../core/tags';
import { waiveWildcard } from '../core/wildcards';

/** Opens and holds the channels to Session Manager. AWS lets these actions be allowed on `*` only. */
const CHANNEL_ACTIONS = ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'];

/**
 * Lets the SSM agent on instances with this role hold sessions that are encrypted with the key and recorded in the log
 * group. Granting again changes nothing.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export function letAgentIn(
  role: IRole,
  { logGroup, encryptionKey }: { readonly logGroup: ILogGroup; readonly encryptionKey: IKey },
): void {
  const instances = arnOf(role, 'ec2', 'instance/*');
  const logGroups = arnOf(role, 'logs', 'log-group:*');
  allow(
    role,
    'SessionAccess',
    [
      { actions: CHANNEL_ACTIONS.map((action) => `ssmmessages:${action}`), resources: ['*'] },
      { actions: ['ssm:UpdateInstanceInformation'], resources: [instances] },
      { actions: ['logs:DescribeLogGroups'], resources: [logGroups] },
      {
        actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      },
      { actions: ['kms:Decrypt'], resources: [encryptionKey.keyArn] },
    ],
    [
      wildcard('*', 'The channels of Session Manager have no resources that a policy could name'),
      wildcard(instances, 'The ids of instances that a group starts are not known beforehand'),
      wildcard(logGroups, 'The agent lists log groups to see that its own is encrypted; listing reads no log'),
    ],
  );
}

/**
 * Lets people with this role open sessions by this document alone, on instances that carry the tags of the service and
 * environment that the role belongs to, and end or resume their own. Granting again changes nothing.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html
 */
export function letPeopleIn(
  role: IRole,
  { document, encryptionKey }: { readonly document: CfnDocument; readonly encryptionKey: IKey },
): void {
  const instances = arnOf(role, 'ec2', 'instance/*');
  const ownSessions = arnOf(role, 'ssm', 'session/${aws:userid}-*');
  const byDocumentOnly = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };
  allow(
    role,
    'SessionConnect',
    [
      { actions: ['ssm:StartSession'], resources: [instances], conditions: { ...byDocumentOnly, ...ofOurs(role) } },
      {
        actions: ['ssm:StartSession'],
        resources: [arnOf(document, 'ssm', `document/${document.ref}`)],
        conditions: byDocumentOnly,
      },
      { actions: ['ssm:ResumeSession', 'ssm:TerminateSession'], resources: [ownSessions] },
      { actions: ['kms:GenerateDataKey'], resources: [encryptionKey.keyArn] },
    ],
    [
      wildcard(
        instances,
        'The ids of instances that a group starts are not known beforehand; their tags bind the rest',
      ),
      wildcard(ownSessions, 'The id of a session begins with the id of who opened it and ends in what AWS makes up'),
    ],
  );
}

interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
}

/** A resource that names more than one thing, and why it cannot be narrower. */
interface Wildcard {
  readonly arn: string;
  readonly reason: string;
}

function wildcard(arn: string, reason: string): Wildcard {
  return { arn, reason };
}

function allow(role: IRole, id: string, permissions: readonly Permission[], wildcards: readonly Wildcard[]): void {
  if (role.node.tryFindChild(id) === undefined) {
    const statements = permissions.map((permission) => new PolicyStatement(permission));
    const policy = new Policy(role, id, { roles: [role], statements });
    wildcards.forEach(({ arn, reason }) => waiveWildcard(policy, arn, reason));
  }
}

/** Instances of the same service and environment, where the role lives in one. */
function ofOurs(role: IRole): Conditions {
  const context = contextOf(role);
  if (context === undefined) {
    return {};
  }
  const { service, environment } = context;
  return {
    StringEquals: {
      [`ssm:resourceTag/${TAGS.service}`]: service,
      [`ssm:resourceTag/${TAGS.environment}`]: environment,
    },
  };
}

function arnOf(scope: IRole | CfnDocument, service: string, resource: string): string {
  return Arn.format({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME }, Stack.of(scope));
}
