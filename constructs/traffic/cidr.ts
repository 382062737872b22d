import { isIP } from 'node:net';

/** A prefix shorter than this opens so much of the address space that it counts as the whole world. */
const WIDEST_PREFIX = 8;

/** What is wrong with an address range, or undefined when it is a sound one. */
export function cidrProblem(cidr: string): string | undefined {
  const [address = '', prefix = '', ...rest] = cidr.split('/');
  const family = isIP(address);
  const bits = family === 6 ? 128 : 32;
  if (family === 0 || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) {
    return `'${cidr}' is no address range like 203.0.113.0/24 or 2001:db8::/32`;
  }
  if (Number(prefix) < WIDEST_PREFIX) {
    return `'${cidr}' is wider than /${WIDEST_PREFIX}, which is as good as the whole world`;
  }
  const hostBits = (1n << BigInt(bits - Number(prefix))) - 1n;
  return (valueOf(address, family) & hostBits) === 0n
    ? undefined
    : `'${cidr}' has bits set behind its /${prefix} prefix, so it names one host and not the range`;
}

/** True for an IPv6 range. */
export function isIpv6(cidr: string): boolean {
  return cidr.includes(':');
}

function valueOf(address: string, family: number): bigint {
  const [parts, width] = family === 6 ? [ipv6Groups(address), 16n] : [address.split('.').map(Number), 8n];
  return parts.reduce((value, part) => (value << width) | BigInt(part), 0n);
}

/** The eight groups of an address; the URL parser writes an embedded IPv4 address as groups. */
function ipv6Groups(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => parseInt(group, 16));
}
