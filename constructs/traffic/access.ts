import { Token } from 'aws-cdk-lib';
import { CfnVPC, type IPeer, type IVpc, Peer } from 'aws-cdk-lib/aws-ec2';
import { SeaworthyError } from '../core/errors';
import { cidrProblem, isIpv6 } from './cidr';

/** Somebody who may connect, with the words that describe them in a rule. */
export interface Caller {
  readonly peer: IPeer;
  readonly who: string;
}

/**
 * Who may connect to a load balancer. It decides two things: whether the balancer has public addresses, and which
 * address ranges its security group lets in.
 *
 * | | public addresses | lets in |
 * |---|---|---|
 * | `Access.PUBLIC` | yes | everybody |
 * | `Access.cidrs('203.0.113.0/24')` | yes | these ranges |
 * | `Access.INTERNAL` | no | the VPC |
 * | `Access.internalCidrs('10.20.0.0/16')` | no | these ranges: peered networks, offices behind a VPN |
 *
 * More callers are let in with `loadBalancer.connections`.
 */
export class Access {
  /** Everybody on the internet. */
  public static readonly PUBLIC = new Access('public', true);

  /** Everything in the VPC, and nothing outside it. */
  public static readonly INTERNAL = new Access('internal', false);

  /**
   * These address ranges, over the internet.
   *
   * @throws SeaworthyError `CidrsMissing`, `CidrMalformed`
   */
  public static cidrs(...cidrs: string[]): Access {
    return new Access('cidrs', true, checked(cidrs));
  }

  /**
   * These address ranges, over private networks only.
   *
   * @throws SeaworthyError `CidrsMissing`, `CidrMalformed`
   */
  public static internalCidrs(...cidrs: string[]): Access {
    return new Access('internal cidrs', false, checked(cidrs));
  }

  private constructor(
    private readonly name: string,
    /** True when the balancer has public addresses. */
    public readonly internetFacing: boolean,
    /** The ranges that are let in; undefined for everybody and for the VPC. */
    public readonly ranges?: readonly string[],
  ) {}

  /** True when everybody may connect. */
  public get isOpenToAll(): boolean {
    return this.internetFacing && this.ranges === undefined;
  }

  /** Who is let in, for the rules of a security group in `vpc`. */
  public callersIn(vpc: IVpc): Caller[] {
    if (this.ranges !== undefined) {
      return this.ranges.map((range) => ({ peer: isIpv6(range) ? Peer.ipv6(range) : Peer.ipv4(range), who: range }));
    }
    return this.internetFacing
      ? [
          { peer: Peer.anyIpv4(), who: 'everybody' },
          { peer: Peer.anyIpv6(), who: 'everybody over IPv6' },
        ]
      : [{ peer: Peer.ipv4(addressesOf(vpc)), who: 'the VPC' }];
  }

  public toString(): string {
    return this.ranges === undefined ? this.name : `${this.name} ${this.ranges.join(', ')}`;
  }
}

/** The addresses of a VPC, as plain text where the app knows them: checks can judge a rule only by what they can read. */
function addressesOf(vpc: IVpc): string {
  const resource = vpc.node.defaultChild;
  return (resource instanceof CfnVPC ? resource.cidrBlock : undefined) ?? vpc.vpcCidrBlock;
}

function checked(cidrs: string[]): string[] {
  if (cidrs.length === 0) {
    throw new SeaworthyError('CidrsMissing', 'cidrs must name at least one address range, got none', {
      fix: "name who may connect, like '203.0.113.0/24', or use Access.PUBLIC or Access.INTERNAL",
    });
  }
  const problems = cidrs.filter((cidr) => !Token.isUnresolved(cidr)).flatMap((cidr) => cidrProblem(cidr) ?? []);
  if (problems.length > 0) {
    throw new SeaworthyError('CidrMalformed', `cidrs must be sound address ranges: ${problems.join('; ')}`, {
      fix: 'write each range as its first address and a prefix; for everybody use Access.PUBLIC',
    });
  }
  return [...new Set(cidrs)];
}
