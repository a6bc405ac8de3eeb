import { BlockList, isIPv6 } from 'node:net';
import type { IpBlock } from './model.ts';

export function inBlock({ cidr, except = [] }: IpBlock, address: string): boolean {
  return contains(cidr, address) && !except.some((hole) => contains(hole, address));
}

function contains(cidr: string, address: string): boolean {
  const { base, prefix } = parse(cidr);
  if (isIPv6(base) !== isIPv6(address)) return false;
  const family = isIPv6(base) ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(base, prefix, family);
  return list.check(address, family);
}

function parse(cidr: string): { base: string; prefix: number } {
  const [base = '', prefix = ''] = cidr.split('/');
  return { base, prefix: Number(prefix) };
}

/** A few addresses of a block: its ends and one near the middle. */
export function samplesOf(block: IpBlock): string[] {
  const { base, prefix } = parse(block.cidr);
  // The pods that labs seed have IPv4 addresses, or the block is judged by its base alone.
  if (isIPv6(base)) return [base].filter((address) => inBlock(block, address));
  const size = 2 ** (32 - prefix);
  const first = Math.floor(numberOf(base) / size) * size;
  const offsets = [0, 1, Math.floor(size / 2) + 3, size - 2, size - 1];
  const inside = offsets.filter((offset) => offset >= 0 && offset < size);
  return [...new Set(inside.map((offset) => textOf(first + offset)))].filter((address) =>
    inBlock(block, address),
  );
}

/** Addresses of the same small network that none of the taken ones is. */
export function neighbours(address: string, taken: readonly string[], count: number): string[] {
  if (isIPv6(address)) return [];
  const net = Math.floor(numberOf(address) / 256) * 256;
  const all = Array.from({ length: 200 }, (_, index) => textOf(net + 254 - index));
  return all.filter((one) => !taken.includes(one)).slice(0, count);
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function textOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
