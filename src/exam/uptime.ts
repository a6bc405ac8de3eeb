import { readFileSync } from 'node:fs';
import type { Context } from '../context.ts';
import type { Moment } from './clock.ts';

/** Tells what time it is now. */
export type Time = () => Moment;

/** By /proc, whose uptime can't be set, and by the wall clock. */
export function timeOf({ now }: Pick<Context, 'now'>): Time {
  return () => ({ wall: now(), ...readUptime() });
}

function readUptime(): Omit<Moment, 'wall'> {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const seconds = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    if (seconds > 0) return { boot, sinceBoot: Math.round(seconds * 1000) };
  } catch {
    // Not Linux, or a sandbox without them.
  }
  return { boot: '', sinceBoot: 0 };
}
