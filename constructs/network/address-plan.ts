import { Token } from 'aws-cdk-lib';
import type { AllocateCidrRequest, IIpAddresses, SubnetIpamOptions, VpcIpamOptions } from 'aws-cdk-lib/aws-ec2';
import { SeaworthyError } from '../core/errors';
import { CIDR_RULES, formatCidr, parseCidr, sizeOf, type Cidr } from './cidr';

/** How many zones the plan keeps addresses for. */
export const ZONE_SLOTS = 4;

/** Where each tier lies, in sixteenths of the VPC. These numbers never change: a subnet's addresses are its identity. */
const SIXTEENTHS: Readonly<Record<string, { readonly first: number; readonly count: number }>> = {
  private: { first: 0, count: 8 },
  public: { first: 8, count: 2 },
  isolated: { first: 10, count: 2 },
};

/** The sixteenths kept for tiers that come later, in the order in which they come. */
const SPARE_SIXTEENTHS = [12, 13, 14, 15] as const;

/** How many tiers can join the three that are always there. */
export const SPARE_TIERS = SPARE_SIXTEENTHS.length;

/** True for the three tiers that every plan has. */
export function isStandardTier(name: string): boolean {
  return name in SIXTEENTHS;
}

/**
 * An append-only plan of a VPC's addresses, for `ec2.Vpc`'s `ipAddresses`.
 *
 * Every tier owns a fixed part of the VPC (private half of it, public and isolated an eighth each, four tiers to come a
 * sixteenth each), and every zone a fixed quarter of the tier. A zone or tier that joins later takes a slot that was
 * kept for it, so no existing subnet changes its addresses, which CloudFormation could only do by replacing it. One
 * block per tier also means that a firewall rule for a tier covers the zones to come.
 *
 * Zones and additional tiers are known by their place in their list: append, never insert or reorder.
 *
 * @throws SeaworthyError `CidrUnknown`, `CidrMalformed`, `CidrPrefixOutOfRange`, `CidrHostBitsSet`, `TooManyTiers`
 */
export class AddressPlan implements IIpAddresses {
  private readonly block: Cidr;

  constructor(
    /** The block of the whole VPC. */
    public readonly cidr: string = '10.0.0.0/16',
    /** Names of the tiers beside public, private and isolated; append only. */
    public readonly extraTiers: readonly string[] = [],
  ) {
    const broken = CIDR_RULES.find(
      (rule) => (rule.reads.length === 0 || !Token.isUnresolved(cidr)) && rule.fails({ cidr }),
    );
    if (broken !== undefined) {
      throw new SeaworthyError(broken.code, broken.message({ cidr }));
    }
    if (extraTiers.length > SPARE_TIERS) {
      throw new SeaworthyError('TooManyTiers', tooManyTiers(extraTiers));
    }
    this.block = parseCidr(cidr) as Cidr;
  }

  /** The block of a tier, all its zones together, those to come included. */
  public tierCidr(tier: string): string {
    return formatCidr(this.tierBlock(tier));
  }

  /**
   * The block of a tier in one zone, counted from 0.
   *
   * @throws SeaworthyError `ZoneOutOfPlan`, `TierOutOfPlan`
   */
  public subnetCidr(tier: string, zone: number): string {
    if (!Number.isInteger(zone) || zone < 0 || zone >= ZONE_SLOTS) {
      throw new SeaworthyError('ZoneOutOfPlan', `zone must be from 0 to ${ZONE_SLOTS - 1}, got ${zone}`);
    }
    const { base, prefix } = this.tierBlock(tier);
    const slot = { base, prefix: prefix + Math.log2(ZONE_SLOTS) };
    return formatCidr({ ...slot, base: base + zone * sizeOf(slot) });
  }

  public allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: this.cidr };
  }

  public allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const zones = new Map<string, number>();
    const allocatedSubnets = requestedSubnets.map(({ configuration: { name } }) => {
      const zone = zones.get(name) ?? 0;
      zones.set(name, zone + 1);
      return { cidr: this.subnetCidr(name, zone) };
    });
    return { allocatedSubnets };
  }

  private tierBlock(tier: string): Cidr {
    const { first, count } = this.sixteenths(tier);
    const sixteenth = sizeOf(this.block) / 16;
    return { base: this.block.base + first * sixteenth, prefix: this.block.prefix + Math.log2(16 / count) };
  }

  private sixteenths(tier: string): { readonly first: number; readonly count: number } {
    const spare = SPARE_SIXTEENTHS[this.extraTiers.indexOf(tier)];
    const place = isStandardTier(tier)
      ? SIXTEENTHS[tier]
      : spare === undefined
        ? undefined
        : { first: spare, count: 1 };
    if (place === undefined) {
      const known = [...Object.keys(SIXTEENTHS), ...this.extraTiers].join(', ');
      throw new SeaworthyError('TierOutOfPlan', `tier must be one of ${known}, got '${tier}'`);
    }
    return place;
  }
}

/** What is wrong with a list of more additional tiers than the plan keeps room for. */
export function tooManyTiers(extraTiers: readonly string[]): string {
  return `extraTiers must be ${SPARE_TIERS} or fewer, got ${extraTiers.length}: ${extraTiers.join(', ')}`;
}
