import { Arn, ArnFormat, Stack } from 'aws-cdk-lib';
import { Policy, PolicyStatement, type Conditions, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { contextOf } from '../core/context';
import { TAGS } from '../core/tags';
import { waive, type Waiver } from '../core/waivers';

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
      wildcard(role, '*', 'The channels of Session Manager have no resources that a policy could name'),
      wildcard(role, instances, 'The ids of instances that a group starts are not known beforehand'),
      wildcard(role, logGroups, 'The agent lists log groups to see that its own is encrypted; listing reads no log'),
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
        role,
        instances,
        'The ids of instances that a group starts are not known beforehand; their tags bind the rest',
      ),
      wildcard(
        role,
        ownSessions,
        'The id of a session begins with the id of who opened it and ends in what AWS makes up',
      ),
    ],
  );
}

interface Permission {
  readonly actions: string[];
  readonly resources: string[];
  readonly conditions?: Conditions;
}

function allow(role: IRole, id: string, permissions: readonly Permission[], waivers: readonly Waiver[]): void {
  if (role.node.tryFindChild(id) === undefined) {
    const statements = permissions.map((permission) => new PolicyStatement(permission));
    waive(new Policy(role, id, { roles: [role], statements }), waivers);
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

/** The waiver of a wildcard, under the id that cdk-nag gives it: pseudo parameters and policy variables stand in `<>`. */
function wildcard(role: IRole, resource: string, reason: string): Waiver {
  const resolved = Stack.of(role).resolve(resource) as
    string | { readonly 'Fn::Join': [string, (string | { Ref: string })[]] };
  const parts = typeof resolved === 'string' ? [resolved] : resolved['Fn::Join'][1];
  const id = parts
    .map((part) => (typeof part === 'string' ? part : `<${part.Ref}>`))
    .join('')
    .replace(/\$\{/g, '<')
    .replace(/\}/g, '>');
  return { item: `AwsSolutions::AwsSolutions-IAM5[Resource::${id}]`, reason, owner: 'seaworthy' };
}
