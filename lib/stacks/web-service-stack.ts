import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { InstanceService, type InstanceServiceProps } from '../../constructs/compute/instance-service';
import type { SecretField } from '../../constructs/compute/service-configuration';
import { SeaworthyError } from '../../constructs/core/errors';
import type { INetwork } from '../../constructs/network/i-network';
import { ManagedSecret, type ManagedSecretProps } from '../../constructs/security/managed-secret';
import { LoadBalancer, type LoadBalancerProps } from '../../constructs/traffic/load-balancer';

/** What a service finds in a secret that its own stack makes: the secret's name there, and perhaps one field of it. */
export interface OwnSecret {
  /** Name in `secrets`. */
  readonly name: string;
  /** One field, where the secret holds JSON. @default - the whole value */
  readonly field?: string;
}

/** A web service on instances behind a load balancer. */
export interface WebServiceStackProps extends StackProps {
  /** Where it runs, for example `platform.network`. */
  readonly network: INetwork;
  /** The front door. */
  readonly loadBalancer: Omit<LoadBalancerProps, 'network'>;
  /** The service itself. */
  readonly service: Omit<InstanceServiceProps, 'network' | 'loadBalancer'>;
  /** Secrets that are made for it, by name. @default - none */
  readonly secrets?: Record<string, ManagedSecretProps>;
  /** Environment variables that hold these secrets. @default - none */
  readonly secretVariables?: Record<string, OwnSecret>;
}

/**
 * A web service: secrets, a load balancer, and instances over all zones that serve behind it.
 *
 * @throws SeaworthyError `SecretUnknown` when a variable names a secret that the stack does not make
 */
export class WebServiceStack extends Stack {
  public readonly secrets: ReadonlyMap<string, ManagedSecret>;
  public readonly loadBalancer: LoadBalancer;
  public readonly service: InstanceService;

  constructor(scope: Construct, id: string, props: WebServiceStackProps) {
    super(scope, id, props);
    const { network, loadBalancer, service, secrets = {}, secretVariables = {} } = props;
    this.secrets = new Map(
      Object.entries(secrets).map(([name, one]) => [name, new ManagedSecret(this, `Secret-${name}`, one)]),
    );
    this.loadBalancer = new LoadBalancer(this, 'LoadBalancer', { ...loadBalancer, network });
    this.service = new InstanceService(this, 'Service', {
      ...service,
      network,
      loadBalancer: this.loadBalancer,
      configuration: {
        ...service.configuration,
        secrets: { ...service.configuration?.secrets, ...this.pick(secretVariables) },
      },
    });
    new CfnOutput(this, 'Url', { value: this.loadBalancer.url, description: 'Where users reach the service' });
  }

  private pick(variables: Record<string, OwnSecret>): Record<string, ManagedSecret['secret'] | SecretField> {
    return Object.fromEntries(
      Object.entries(variables).map(([variable, { name, field }]) => {
        const secret = this.secrets.get(name)?.secret;
        if (secret === undefined) {
          throw new SeaworthyError(
            'SecretUnknown',
            `secretVariables.${variable} must name one of the secrets (${[...this.secrets.keys()].join(', ') || 'there are none'}), got '${name}'`,
            { scope: this },
          );
        }
        return [variable, field === undefined ? secret : { secret, field }];
      }),
    );
  }
}
