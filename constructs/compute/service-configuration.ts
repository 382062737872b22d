import { Aws, Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IParameter } from 'aws-cdk-lib/aws-ssm';

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
  /** Parameters of Systems Manager by variable name, read at each start of the application. @default - none */
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
  private readonly parameterArns: string[];

  constructor({ variables = {}, secrets = {}, parameters = {} }: ServiceConfigurationProps = {}) {
    this.variables = variables;
    this.secrets = mapValues(secrets, (one) =>
      'field' in one ? `${one.secret.secretArn}#${one.field}` : one.secretArn,
    );
    this.parameters = mapValues(parameters, ({ parameterName }) => parameterName);
    this.sources = [...new Set(Object.values(secrets).map((one) => ('field' in one ? one.secret : one)))];
    this.parameterArns = Object.values(parameters).map(({ parameterArn }) => parameterArn);
  }

  /**
   * Lets a role read these secrets and parameters, and nothing else. Only the role's policy changes, never that of a
   * secret or a key, so that they may live in another stack.
   */
  public grantRead(role: IRole): void {
    if (this.sources.length > 0) {
      this.grantSecrets(role, Stack.of(role).region);
    }
    if (this.parameterArns.length > 0) {
      role.addToPrincipalPolicy(new PolicyStatement({ actions: ['ssm:GetParameter'], resources: this.parameterArns }));
    }
  }

  private grantSecrets(role: IRole, region: string): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: this.sources.map(({ secretFullArn, secretArn }) => secretFullArn ?? `${secretArn}-??????`),
      }),
    );
    const keys = new Set(this.sources.flatMap(({ encryptionKey }) => encryptionKey?.keyArn ?? []));
    if (keys.size > 0) {
      role.addToPrincipalPolicy(
        new PolicyStatement({
          actions: ['kms:Decrypt'],
          resources: [...keys],
          conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.${Aws.URL_SUFFIX}` } },
        }),
      );
    }
  }
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
