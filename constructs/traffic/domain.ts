import { Token } from 'aws-cdk-lib';
import {
  Certificate,
  CertificateValidation,
  type ICertificate,
  KeyAlgorithm,
} from 'aws-cdk-lib/aws-certificatemanager';
import {
  AaaaRecord,
  ARecord,
  HostedZone,
  type HostedZoneAttributes,
  type IAliasRecordTarget,
  type IHostedZone,
  RecordTarget,
} from 'aws-cdk-lib/aws-route53';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { checkProps, type PropRule } from '../core/props';
import { waive, type Waiver } from '../core/waivers';
import { certificateArnProblem } from './certificate-arn';
import { RENEW_BEFORE_DAYS, watchCertificate } from './certificate-watch';

/** A name, who answers for it in the DNS, and what proves it. */
export interface DomainProps {
  /** The name under which users reach the service, for example `orders.example.com`. */
  readonly domainName: string;
  /**
   * The zone that answers for the name: `{ hostedZoneId, zoneName }`, or a zone of the app.
   * @default - the DNS is kept elsewhere; no record is made, and `certificateArn` is required
   */
  readonly hostedZone?: HostedZoneAttributes | IHostedZone;
  /** A certificate of ACM in the stack's region. @default - one is made for the name, and validated in the zone */
  readonly certificateArn?: string;
  /** Checks that do not apply here, with reason and owner. @default - none */
  readonly waive?: Waiver[];
}

const HOST_NAME = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i;

const RULES: PropRule<DomainProps>[] = [
  {
    code: 'DomainNameMalformed',
    reads: ['domainName'],
    fails: ({ domainName }) => !HOST_NAME.test(domainName) || domainName.length > 253,
    message: ({ domainName }) =>
      `domainName must be a host name like orders.example.com, without scheme, port or path, got '${domainName}'`,
  },
  {
    code: 'DomainOutsideZone',
    reads: ['domainName', 'hostedZone'],
    fails: ({ domainName, hostedZone }) => hostedZone !== undefined && !isWithin(domainName, hostedZone.zoneName),
    message: ({ domainName, hostedZone }) =>
      `domainName must be '${hostedZone?.zoneName}', the name of its hosted zone, or end in '.${hostedZone?.zoneName}', ` +
      `got '${domainName}'`,
  },
  {
    code: 'DomainWithoutProof',
    reads: ['hostedZone', 'certificateArn'],
    fails: ({ hostedZone, certificateArn }) => hostedZone === undefined && certificateArn === undefined,
    message: ({ domainName }) =>
      `hostedZone or certificateArn must be given for '${domainName}': ` +
      'a certificate can only be validated in a zone of Route 53',
  },
];

/**
 * A name that leads to a load balancer: the certificate that proves it, with an alarm on its expiry, and, where the zone
 * is known, A and AAAA alias records. It refuses a name outside its zone, and a certificate of another region than the stack's.
 */
export class Domain extends Construct {
  public readonly domainName: string;
  public readonly certificate: ICertificate;
  /** Rings when the certificate should have been renewed. */
  public readonly certificateAlarm: Alarm;
  /** The zone that answers for the name; undefined where the DNS is kept elsewhere. */
  public readonly hostedZone?: IHostedZone;
  /** The records that `pointTo` made. */
  public readonly records: (ARecord | AaaaRecord)[] = [];

  constructor(scope: Construct, id: string, props: DomainProps) {
    super(scope, id);
    checkProps(this, props, [...RULES, certificateRule(this)]);
    this.domainName = props.domainName;
    this.hostedZone = this.zoneOf(props.hostedZone);
    this.certificate =
      props.certificateArn === undefined
        ? new Certificate(this, 'Certificate', {
            domainName: props.domainName,
            validation: CertificateValidation.fromDns(this.hostedZone),
            keyAlgorithm: KeyAlgorithm.RSA_2048,
            transparencyLoggingEnabled: true,
          })
        : Certificate.fromCertificateArn(this, 'Certificate', props.certificateArn);
    this.certificateAlarm = watchCertificate(this, this.certificate, RENEW_BEFORE_DAYS);
    waive(this, props.waive);
  }

  /** Lets the name lead to `target`, over IPv4 and IPv6. Does nothing where the DNS is kept elsewhere. */
  public pointTo(target: IAliasRecordTarget): void {
    if (this.hostedZone === undefined) {
      return;
    }
    const record = {
      zone: this.hostedZone,
      // With its final dot, or the zone's name would be put behind a name that only looks relative.
      recordName: `${this.domainName}.`,
      target: RecordTarget.fromAlias(target),
      comment: `Leads ${this.domainName} to its load balancer`,
    };
    this.records.push(new ARecord(this, 'Ipv4', record), new AaaaRecord(this, 'Ipv6', record));
  }

  private zoneOf(zone: HostedZoneAttributes | IHostedZone | undefined): IHostedZone | undefined {
    if (zone === undefined || Construct.isConstruct(zone)) {
      return zone;
    }
    const { hostedZoneId, zoneName } = zone;
    return HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
  }
}

/** The rule on `certificateArn`, for all props that have one. */
export function certificateRule<P extends { readonly certificateArn?: string }>(scope: Construct): PropRule<P> {
  return {
    code: 'CertificateArnWrong',
    reads: ['certificateArn'] as (keyof P & string)[],
    fails: ({ certificateArn }) =>
      certificateArn !== undefined && certificateArnProblem(scope, certificateArn) !== undefined,
    message: ({ certificateArn = '' }) => `certificateArn ${certificateArnProblem(scope, certificateArn)}`,
  };
}

function isWithin(name: string, zone: string): boolean {
  const [child, parent] = [name, zone].map((one) => one.toLowerCase().replace(/\.$/, '')) as [string, string];
  return Token.isUnresolved(zone) || child === parent || child.endsWith(`.${parent}`);
}
