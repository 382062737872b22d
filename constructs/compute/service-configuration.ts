import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';
import { viaService } from '../security/via-service';

/** One field of a secret that holds JSON. */
export interface SecretField {
  readonly secret: ISecret;
  /** Name of the field, for example `password`. */
  readonly field: string;
}

/** What the application finds in its environment. Only `variables` stand in the template. */
export interface ServiceConfigurationProps {
  /** Plain values by variable name. Never credentials. @default - none */
  readonly variables?: Record<string, string>;
  /** Secrets by variable name, read at each start of the application. @default - none */
  readonly secrets?: Record<string, ISecret | SecretField>;
  /**
   * Parameters of Systems Manager by variable name, read at each start of the application. A `SecureString` that a key of
   * yours encrypts needs it: `StringParameter.fromSecureStringParameterAttributes(…, { parameterName, encryptionKey })`.
   *
   * @default - none
   */
  readonly parameters?: Record<string, IParameter>;
}

/** The configuration of a service: where its values are found, and the permission to read just those. */
export class ServiceConfiguration {
  /** Plain values by variable name. */
  public readonly variables: Record<string, string>;
  /** Where each secret is found: its ARN, and after a `#` the field. */
  public readonly secrets: Record<string, string>;
  /** Where each parameter is found: its name. */
  public readonly parameters: Record<string, string>;
  private readonly sources: ISecret[];
  private readonly parameterSources: IParameter[];

  constructor({ variables = {}, secrets = {}, parameters = {} }: ServiceConfigurationProps = {}) {
    this.variables = variables;
    this.secrets = mapValues(secrets, (one) =>
      'field' in one ? `${one.secret.secretArn}#${one.field}` : one.secretArn,
    );
    this.parameters = mapValues(parameters, ({ parameterName }) => parameterName);
    this.sources = [...new Set(Object.values(secrets).map((one) => ('field' in one ? one.secret : one)))];
    this.parameterSources = Object.values(parameters);
  }

  /**
   * Lets a role read these secrets and parameters, and nothing else. Only the role's policy changes, never that of a
   * secret or a key, so that they may live in another stack.
   */
  public grantRead(role: IRole): void {
    if (this.sources.length > 0) {
      const resources = this.sources.map(({ secretFullArn, secretArn }) => secretFullArn ?? `${secretArn}-??????`);
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }));
      grantDecrypt(role, 'secretsmanager', this.sources);
    }
    if (this.parameterSources.length > 0) {
      const resources = this.parameterSources.map(({ parameterArn }) => parameterArn);
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources }));
      grantDecrypt(role, 'ssm', this.parameterSources);
    }
  }
}

/** Secrets carry the key that encrypts them, where it is known, and so do parameters of the kind `SecureString`. */
type Encrypted = ISecret | (IParameter & { readonly encryptionKey?: IKey });

/** Lets a role decrypt with the keys of what it reads, through the service that keeps it. */
function grantDecrypt(role: IRole, service: string, sources: readonly Encrypted[]): void {
  const keys = new Set(sources.flatMap(({ encryptionKey }) => encryptionKey?.keyArn ?? []));
  if (keys.size > 0) {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [...keys],
        conditions: { StringEquals: { 'kms:ViaService': viaService(role, service) } },
      }),
    );
  }
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
