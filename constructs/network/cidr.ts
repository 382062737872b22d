import { Token } from 'aws-cdk-lib';
import type { PropRule } from '../core/props';

/** The largest block that AWS gives a VPC. */
const LARGEST = 16;
/** The smallest block whose public slots are still /27, the least that a load balancer needs per zone. */
const SMALLEST = 22;

/** A block of IPv4 addresses: its first address as an unsigned 32-bit number, and the length of its prefix. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** Reads `10.0.0.0/16`; undefined where the text is anything else. */
export function parseCidr(text: string): Cidr | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const octets = address.split('.');
  const isWhole =
    octets.length === 4 && rest.length === 0 && [...octets, prefix].every((part) => /^(0|[1-9]\d*)$/.test(part));
  if (!isWhole || octets.some((octet) => Number(octet) > 255) || Number(prefix) > 32) {
    return undefined;
  }
  return { base: octets.reduce((sum, octet) => sum * 256 + Number(octet), 0), prefix: Number(prefix) };
}

/** Writes a block as `10.0.0.0/16`. */
export function formatCidr({ base, prefix }: Cidr): string {
  return `${[24, 16, 8, 0].map((shift) => (base >>> shift) & 255).join('.')}/${prefix}`;
}

/** How many addresses a block holds. */
export function sizeOf({ prefix }: Cidr): number {
  return 2 ** (32 - prefix);
}

/** The block with the same prefix that begins where `text`'s block truly begins: 10.0.3.7/16 becomes 10.0.0.0/16. */
export function startOf(block: Cidr): Cidr {
  return { ...block, base: block.base - (block.base % sizeOf(block)) };
}

/** True where two well-formed blocks share an address. */
export function cidrsOverlap(one: string, other: string): boolean {
  const [a, b] = [parseCidr(one), parseCidr(other)].map((block) => block && startOf(block));
  return a !== undefined && b !== undefined && a.base < b.base + sizeOf(b) && b.base < a.base + sizeOf(a);
}

/** What the block of a VPC must hold to. */
export const CIDR_RULES: readonly PropRule<{ readonly cidr: string }>[] = [
  {
    code: 'CidrUnknown',
    reads: [],
    fails: ({ cidr }) => Token.isUnresolved(cidr),
    message: () => 'cidr must be known when the stack is synthesized, got a token; subnets are cut from it then',
  },
  {
    code: 'CidrMalformed',
    reads: ['cidr'],
    fails: ({ cidr }) => parseCidr(cidr) === undefined,
    message: ({ cidr }) => `cidr must be an IPv4 block like 10.0.0.0/16, got '${cidr}'`,
  },
  {
    code: 'CidrPrefixOutOfRange',
    reads: ['cidr'],
    fails: ({ cidr }) => isOutOfRange(parseCidr(cidr)),
    message: ({ cidr }) => `cidr must have a prefix from /${LARGEST} to /${SMALLEST}, got '${cidr}'`,
  },
  {
    code: 'CidrHostBitsSet',
    reads: ['cidr'],
    fails: ({ cidr }) => hasHostBits(parseCidr(cidr)),
    message: ({ cidr }) =>
      `cidr must begin at the first address of its block, got '${cidr}', whose block is ${blockOf(cidr)}`,
  },
];

function isOutOfRange(block: Cidr | undefined): boolean {
  return block !== undefined && (block.prefix < LARGEST || block.prefix > SMALLEST);
}

function hasHostBits(block: Cidr | undefined): boolean {
  return block !== undefined && startOf(block).base !== block.base;
}

function blockOf(cidr: string): string {
  const block = parseCidr(cidr);
  return block === undefined ? 'unknown' : formatCidr(startOf(block));
}
