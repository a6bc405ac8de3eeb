import { SYS_RESOURCE } from '../setup/machine.ts';
import { type Check, fail, NO_IMAGE, NO_RUNTIME, ok, SETUP, untold, warn } from './check.ts';

/** The container runtime, and what it lets a node do. */
export const runtimeChecks: readonly Check[] = [
  {
    id: 'runtime',
    title: 'container runtime',
    async look(_context, world) {
      const runtime = await world.runtime;
      if (runtime) return ok(runtime.name);
      const { docker } = await world.machine;
      return fail(
        docker.program
          ? 'Docker is installed, but does not answer'
          : 'neither Docker nor Podman answers',
        'Run `cka-lab setup --yes`, which installs Docker where it can, and starts it.',
      );
    },
  },
  {
    id: 'runtime-version',
    title: 'its version',
    async look(_context, world) {
      const runtime = await world.runtime;
      if (!runtime) return untold(NO_RUNTIME);
      const needed = runtime.name === 'docker' ? 20 : 4;
      const { version } = runtime;
      if (Number.parseInt(version, 10) >= needed) return ok(version);
      return warn(`${version} is old`, `Install ${runtime.name} ${needed} or later.`);
    },
  },
  {
    id: 'cgroup',
    title: 'cgroup version',
    async look(_context, world) {
      const engine = await world.engine;
      if (!engine) return untold(NO_RUNTIME);
      if (engine.cgroup === '2') return ok('v2');
      return warn(
        `v${engine.cgroup}: Kubernetes is giving it up; clusters here are told to accept it`,
      );
    },
  },
  {
    id: 'privileged',
    title: 'privileged containers',
    async look(_context, world) {
      const runtime = await world.runtime;
      if (!runtime) return untold(NO_RUNTIME);
      try {
        if (await world.facts) return ok('start');
      } catch (error) {
        return fail(
          `do not start: ${lastLine(error)}`,
          'Run the command that `cka-lab setup` shows, as it stands, to see why.',
        );
      }
      const [machine, engine] = await Promise.all([world.machine, world.engine]);
      const tooOld = runtime.name === 'docker' && Number.parseInt(runtime.version, 10) < 23;
      if (tooOld && engine?.local && machine.withheld.length > 0) {
        return fail(
          `can't start: this machine withholds a capability, and Docker ${runtime.version} asks for all`,
          'Install Docker 23 or later.',
        );
      }
      return warn(`not tried yet: ${NO_IMAGE}`, SETUP);
    },
  },
  {
    id: 'oom-score-adj',
    title: 'oom_score_adj',
    async look(_context, world) {
      const facts = await world.facts.catch(() => undefined);
      const engine = await world.engine.catch(() => undefined);
      const withheld = engine?.local && (await world.machine).withheld.includes(SYS_RESOURCE);
      if (facts?.oomScoreAdjRefused || withheld) {
        return ok('may not be lowered; clusters here do without');
      }
      if (facts) return ok('may be lowered');
      return untold((await world.runtime) ? NO_IMAGE : NO_RUNTIME);
    },
  },
];

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (
    text
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^[ |]+/, '') ?? ''
  );
}
