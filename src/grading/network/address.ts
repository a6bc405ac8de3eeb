import { max4, max6, parseIp, stringifyIp } from 'ip-bigint';
import { hasNumber, joined, type Ranges, range, rangesWithout } from '../sets/ranges.ts';
import type { IpBlock } from './model.ts';

/** Addresses as numbers: those of IPv4 come first, those of IPv6 after them. */
const FIRST_OF_IPV6 = max4 + 1n;

export const EVERY_ADDRESS: Ranges = range(0n, FIRST_OF_IPV6 + max6);

export function inBlock(block: IpBlock, address: string): boolean {
  return hasNumber(addressesOf(block), numberOf(address));
}

const known = new WeakMap<IpBlock, Ranges>();

export function addressesOf(block: IpBlock): Ranges {
  const found =
    known.get(block) ??
    rangesWithout(addressesIn(block.cidr), joined(...(block.except ?? []).map(addressesIn)));
  known.set(block, found);
  return found;
}

/** All of '10.0.0.0/8'; of '10.0.0.1' that alone. */
export function addressesIn(cidr: string): Ranges {
  const [base = '', prefix] = cidr.split('/');
  const { number, version } = parseIp(plain(base));
  const bits = version === 4 ? 32n : 128n;
  const free = bits - BigInt(prefix ?? bits);
  const first = (number >> free) << free;
  const offset = version === 4 ? 0n : FIRST_OF_IPV6;
  return range(offset + first, offset + first + (1n << free) - 1n);
}

/** The API server still takes leading zeros in IPv4 addresses, as decimal numbers. */
function plain(address: string): string {
  return address.includes(':') ? address : address.split('.').map(Number).join('.');
}

function numberOf(address: string): bigint {
  const { number, version } = parseIp(address);
  return version === 4 ? number : FIRST_OF_IPV6 + number;
}

export function addressText(number: bigint): string {
  return number < FIRST_OF_IPV6
    ? stringifyIp({ number, version: 4 })
    : stringifyIp({ number: number - FIRST_OF_IPV6, version: 6 });
}
