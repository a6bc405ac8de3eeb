import type { Context } from '../context.ts';
import type { World } from './world.ts';

/** What was found out about one thing that a cluster needs. */
export interface Finding {
  id: string;
  title: string;
  state: 'ok' | 'warn' | 'fail';
  detail: string;
  /** What to do about it. */
  fix?: string;
}

export type Outcome = Omit<Finding, 'id' | 'title'>;

/** One thing to look at. */
export interface Check {
  id: string;
  title: string;
  look: (context: Context, world: World) => Promise<Outcome>;
}

export const ok = (detail: string): Outcome => ({ state: 'ok', detail });
export const warn = (detail: string, fix?: string): Outcome => ({
  state: 'warn',
  detail,
  ...(fix === undefined ? {} : { fix }),
});
export const fail = (detail: string, fix: string): Outcome => ({ state: 'fail', detail, fix });
export const untold = (why: string): Outcome => warn(`can't be told yet: ${why}`);

export const NO_RUNTIME = 'no container runtime answers';
export const NO_IMAGE = 'there is no node image to look from';
export const SETUP = 'Run `cka-lab setup`.';
export const GIB = 1024 ** 3;
