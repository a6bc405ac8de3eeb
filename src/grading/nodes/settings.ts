import { InfrastructureError } from '../../errors.ts';
import { differencesOf, of } from '../../kube/difference.ts';
import { ComponentDown } from '../component-down.ts';
import { lookAgain } from '../converge.ts';
import type { Kept, Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import { failed, sameAs } from '../verdict.ts';
import { runningContainers } from './containers.ts';
import { manifestChanges, mayBeFormer, TAKEN_IN_WITHIN_S } from './manifests.ts';

const INTERVAL_MS = 1_000;

/** What a component of the control plane was started with. */
export interface Settings {
  image: string;
  args: string[];
}

interface Inspected {
  status: { image: { image: string; userSpecifiedImage?: string } };
  info: { runtimeSpec: { process: { args: string[] } } };
}

/**
 * A static pod's component, such as 'kube-scheduler', runs with the image and the flags that it had
 * at the start, in any order; how much it logs (--v, --vmodule) is free. What it had is a line
 * {"name": …, "image": …, "args": […]} of what a seed script printed. Once a manifest was changed, the
 * kubelet is given some seconds; a check needs `.within(30)` for it.
 */
export function runsAsBefore(component: string, printed: Kept): Look {
  return async (facts) => {
    const before = settingsIn(printed(facts), component);
    const expected = `${component} runs with the image and the flags that it had`;
    const now = await settingsOf(facts, component);
    if (!now) return failed({ expected, actual: `no ${component} runs as a static pod` });
    const [had, has] = [flagsOf(before.args), flagsOf(now.args)];
    const wrong = differencesOf(
      { image: before.image, ...byFlag(had) },
      { image: now.image, ...byFlag(has) },
    );
    return sameAs(expected, of(component, wrong));
  };
}

function settingsIn(printed: string, component: string): Settings {
  const lines = printed.split('\n').filter((line) => line.startsWith('{'));
  const found = lines
    .map((line): Settings & { name: string } => JSON.parse(line))
    .find(({ name }) => name === component);
  if (found) return found;
  throw new InfrastructureError(`What ${component} was started with was not kept.`, {
    next: 'Run `cka-lab reset`.',
  });
}

/** What the container that runs was started with; undefined when none is. */
async function settingsOf(facts: Facts, component: string): Promise<Settings | undefined> {
  const node = facts.node('control-plane');
  const { container } = await lookAgain(
    { signal: facts.signal, seconds: TAKEN_IN_WITHIN_S, every: INTERVAL_MS },
    async () => {
      const [all, changes] = await Promise.all([runningContainers(node), manifestChanges(node)]);
      const container = all.find(
        ({ name, namespace, isStatic }) =>
          isStatic && name === component && namespace === 'kube-system',
      );
      return { container, soon: container !== undefined && mayBeFormer(container, changes) };
    },
    ({ soon }) => !soon,
  );
  if (!container) return undefined;
  const { exitCode, stdout, stderr } = await node.run(['crictl', 'inspect', container.id]);
  if (exitCode !== 0) {
    throw new ComponentDown('runtime', `${component} can't be looked at: ${stderr.trim()}`);
  }
  const { status, info }: Inspected = JSON.parse(stdout);
  const { image, userSpecifiedImage } = status.image;
  return { image: userSpecifiedImage || image, args: info.runtimeSpec.process.args };
}

/** Flags of `flagsOf` by their names; one that is given several times has several values. */
export function byFlag(flags: readonly string[]): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const flag of flags) {
    const [name = '', ...rest] = flag.split('=');
    const value = rest.join('=');
    const before = values[name];
    values[name] = before === undefined ? value : [before, value].flat();
  }
  return values;
}

const LOGGING = /^--(v|vmodule)=/;

/** The flags of a command line as '--name=value', without those that only say what is logged. */
export function flagsOf([_program, ...args]: readonly string[]): string[] {
  const flags: string[] = [];
  for (const arg of args) {
    const last = flags.at(-1);
    if (arg.startsWith('-')) flags.push(arg.replace(/^-+/, '--'));
    else if (last !== undefined && !last.includes('=')) flags[flags.length - 1] = `${last}=${arg}`;
    else flags.push(arg);
  }
  return flags
    .map((flag) => (flag.startsWith('--') && !flag.includes('=') ? `${flag}=true` : flag))
    .filter((flag) => !LOGGING.test(flag))
    .toSorted();
}
