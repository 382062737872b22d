import { Duration, RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { Key, type IKeyRef } from 'aws-cdk-lib/aws-kms';
import { Secret, type CfnRotationSchedule, type ReplicaRegion } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { tierOf } from '../core/context';
import { withDefaults, type Defaults } from '../core/defaults';
import { checkProps, type PropRule } from '../core/props';
import { perTier } from '../core/tier';
import { waive, type Waiver } from '../core/waivers';
import { EncryptionKey } from './encryption-key';
import { SecretGrants } from './secret-grants';
import { guardSecret } from './secret-policy';
import { SecretRotation } from './secret-rotation';
import { encodeShape, MAX_TAG_VALUE, tagShape, type SecretShape } from './secret-shape';

export interface ManagedSecretProps {
  /** What the secret opens, for people who find it in the console. @default - the path of the construct */
  readonly description?: string;
  /** Name of the secret. @default - CloudFormation names it */
  readonly secretName?: string;
  /** Length of the generated value, 16 to 4096 characters. @default 40 */
  readonly length?: number;
  /**
   * Characters that the value may not hold. By default it holds letters, digits and `-._~` only, which need no quoting in
   * a URL (RFC 3986, section 2.3), a shell or a configuration file. @default ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}'
   */
  readonly excludeCharacters?: string;
  /** Other fields of a secret that holds JSON, for example `{ username: 'orders' }`. @default - the value is plain text */
  readonly template?: Record<string, string>;
  /** The field of a secret that holds JSON whose value is generated. @default 'password' */
  readonly generatedField?: string;
  /**
   * How often the value changes, 1 to 90 days.
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html
   * @default Duration.days(30)
   */
  readonly rotateAfter?: Duration;
  /** Other regions that keep a copy, by name, or with a key of that region. @default [] */
  readonly replicaRegions?: (string | ReplicaRegion)[];
  /** The key; its policy must let Secrets Manager use it, see `allowSecrets`. @default - the shared key of the environment */
  readonly encryptionKey?: IKeyRef;
  /** How long a deletion by hand can be taken back, 7 to 30 days. @default perTier(Duration.days(30), Duration.days(14), Duration.days(7)) */
  readonly recoveryWindow?: Duration;
  /** What becomes of the secret when it leaves the stack. @default perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY) */
  readonly removalPolicy?: RemovalPolicy;
  /** Items that do not apply here. @default - none */
  readonly waive?: Waiver[];
}

/** What a secret is where nothing is said. */
export const DEFAULTS = {
  length: 40,
  excludeCharacters: ' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}',
  generatedField: 'password',
  rotateAfter: Duration.days(30),
  replicaRegions: [],
  recoveryWindow: perTier(Duration.days(30), Duration.days(14), Duration.days(7)),
  removalPolicy: perTier(RemovalPolicy.RETAIN, RemovalPolicy.RETAIN, RemovalPolicy.DESTROY),
} satisfies Defaults<ManagedSecretProps>;

type Settled = ManagedSecretProps &
  Required<Pick<ManagedSecretProps, Exclude<keyof typeof DEFAULTS, 'removalPolicy'>>> & { readonly region: string };

const RULES: PropRule<Settled>[] = [
  {
    code: 'SecretLengthOutOfRange',
    reads: ['length'],
    fails: ({ length }) => !Number.isInteger(length) || length < 16 || length > 4096,
    message: ({ length }) => `length must be a whole number from 16 to 4096, got ${length}`,
  },
  {
    code: 'SecretAlphabetTooSmall',
    reads: ['excludeCharacters'],
    fails: ({ excludeCharacters }) => charactersLeft(excludeCharacters) < 32,
    message: ({ excludeCharacters }) =>
      `excludeCharacters must leave at least 32 of the 94 printable characters, leaves ${charactersLeft(excludeCharacters)}`,
  },
  {
    code: 'SecretShapeTooLong',
    reads: ['length', 'excludeCharacters', 'generatedField'],
    fails: (props) => encodeShape(shapeOf(props)).length > MAX_TAG_VALUE,
    message: () =>
      `excludeCharacters and generatedField must fit into a tag of ${MAX_TAG_VALUE} characters, and do not`,
  },
  {
    code: 'GeneratedFieldTaken',
    reads: ['generatedField'],
    fails: ({ template = {}, generatedField }) => generatedField in template,
    message: ({ generatedField }) =>
      `generatedField must not stand in template, which already holds '${generatedField}'`,
  },
  {
    code: 'RotateAfterOutOfRange',
    reads: ['rotateAfter'],
    fails: ({ rotateAfter }) => !isDays(rotateAfter, 1, 90),
    message: ({ rotateAfter }) => `rotateAfter must be 1 to 90 whole days, got ${rotateAfter.toHumanString()}`,
  },
  {
    code: 'RecoveryWindowOutOfRange',
    reads: ['recoveryWindow'],
    fails: ({ recoveryWindow }) => !isDays(recoveryWindow, 7, 30),
    message: ({ recoveryWindow }) => `recoveryWindow must be 7 to 30 whole days, got ${recoveryWindow.toHumanString()}`,
  },
  {
    code: 'ReplicaRegionRefused',
    reads: ['replicaRegions'],
    fails: (props) => wrongReplicas(props).length > 0,
    message: (props) =>
      `replicaRegions must name other regions, each once, got ${wrongReplicas(props).join(', ')} in a stack of ${props.region}`,
  },
];

/**
 * A secret that nobody has to know: its value is generated, encrypted with a key of yours, and made anew every 30 days.
 *
 * It answers over TLS only and to this account only, a deletion can be taken back, and it outlives its stack. Those who
 * use it read it at run time, with `grants.read(role)`. Refuses short values, alphabets that are easy to guess, and
 * rotations rarer than 90 days. For the password of a database take the one that RDS manages: this rotation tells nobody
 * about the new value.
 */
export class ManagedSecret extends Construct {
  public readonly secret: Secret;
  /** Lets roles at the secret and, through it, at the key. */
  public readonly grants: SecretGrants;
  /** The function that rotates it, shared by the secrets of the stack. */
  public readonly rotation: SecretRotation;
  public readonly rotationSchedule: CfnRotationSchedule;

  constructor(scope: Construct, id: string, props: ManagedSecretProps = {}) {
    super(scope, id);
    const settled = withDefaults<ManagedSecretProps, typeof DEFAULTS>(props, DEFAULTS, tierOf(this));
    checkProps<Settled>(this, { ...settled, region: Stack.of(this).region }, RULES);
    // Named by its ARN, so that nothing about this secret is written into the policy of a key of another stack.
    const keyArn = (settled.encryptionKey ?? EncryptionKey.of(this).key).keyRef.keyArn;
    const encryptionKey = Key.fromKeyArn(this, 'EncryptionKey', keyArn);
    const { length, excludeCharacters, template, generatedField } = settled;
    this.secret = new Secret(this, 'Resource', {
      description: settled.description ?? this.node.path,
      secretName: settled.secretName,
      encryptionKey,
      replicaRegions: settled.replicaRegions.map((one) => (typeof one === 'string' ? { region: one } : one)),
      removalPolicy: settled.removalPolicy,
      generateSecretString: {
        passwordLength: length,
        excludeCharacters,
        includeSpace: false,
        requireEachIncludedType: true,
        ...(template && { secretStringTemplate: JSON.stringify(template), generateStringKey: generatedField }),
      },
    });
    tagShape(this.secret, shapeOf(settled));
    guardSecret(this.secret, settled.recoveryWindow.toDays(), settled.removalPolicy);
    this.grants = new SecretGrants(this.secret, encryptionKey);
    this.rotation = SecretRotation.of(this);
    this.rotationSchedule = this.rotation.rotate(this.secret, this.grants, settled.rotateAfter);
    waive(this, props.waive);
  }
}

function shapeOf(props: Pick<Settled, 'length' | 'excludeCharacters' | 'template' | 'generatedField'>): SecretShape {
  const { length, excludeCharacters: without, template, generatedField } = props;
  return { length, without, field: template && generatedField };
}

function charactersLeft(excluded: string): number {
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(0x21 + index));
  return printable.filter((one) => !excluded.includes(one)).length;
}

function wrongReplicas({ replicaRegions, region }: Pick<Settled, 'replicaRegions' | 'region'>): string[] {
  const names = replicaRegions.map((one) => (typeof one === 'string' ? one : one.region));
  const isWrong = (name: string, index: number) => name === region || names.indexOf(name) !== index;
  return names.filter((name, index) => !Token.isUnresolved(name) && isWrong(name, index));
}

function isDays(duration: Duration, least: number, most: number): boolean {
  const days = duration.toDays({ integral: false });
  return Number.isInteger(days) && days >= least && days <= most;
}
