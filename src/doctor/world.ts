import { release } from 'node:os';
import type { Context } from '../context.ts';
import { type HostFacts, probeHost } from '../host/probes.ts';
import type { Runtime } from '../host/runtime.ts';
import { findNodeImage, type NodeImage } from '../image/node-image.ts';
import { lookAtMachine, type Machine } from '../setup/machine.ts';
import { findRuntime } from '../setup/runtime.ts';

/** What the findings are made from. Each part is looked at once; they don't wait for each other. */
export interface World {
  minor: string;
  machine: Promise<Machine>;
  runtime: Promise<Runtime | undefined>;
  engine: Promise<Engine | undefined>;
  image: Promise<NodeImage | undefined>;
  /** Measured in a privileged container of the node image; undefined where there is no image. */
  facts: Promise<HostFacts | undefined>;
}

/** What a container runtime says of itself. */
export interface Engine {
  cgroup: string;
  memoryBytes: number;
  /** Where it keeps images and containers. */
  folder: string;
  /** It runs under this machine's kernel, not in a VM or elsewhere. */
  local: boolean;
}

const ENGINE_TIMEOUT_MS = 5_000;

/** Starts looking, everything at once. */
export function lookAround(context: Context, minor: string): World {
  const runtime = findRuntime(context);
  const image = runtime.then((found) => found && findNodeImage(context, found, minor));
  const world: World = {
    minor,
    machine: lookAtMachine(context),
    runtime,
    engine: runtime.then((found) => found && lookAtEngine(context, found)),
    image,
    facts: Promise.all([runtime, image]).then(
      ([found, node]) => found && node && probeHost(context, found, node.reference),
    ),
  };
  // Whoever asks for a part gets its error; nobody asking is no crash.
  for (const part of Object.values(world)) {
    if (part instanceof Promise) part.catch(() => {});
  }
  return world;
}

async function lookAtEngine(context: Context, { name }: Runtime): Promise<Engine> {
  const format = name === 'docker' ? '{{json .}}' : 'json';
  const { stdout } = await context.run(name, ['info', '--format', format], {
    timeout: ENGINE_TIMEOUT_MS,
  });
  return parseEngine(name, stdout, release());
}

/** Reads `docker info` or `podman info` as JSON. */
export function parseEngine(name: Runtime['name'], json: string, kernel: string): Engine {
  const info = JSON.parse(json);
  if (name === 'docker') {
    return {
      cgroup: String(info.CgroupVersion ?? '1'),
      memoryBytes: Number(info.MemTotal ?? 0),
      folder: String(info.DockerRootDir ?? ''),
      local: info.KernelVersion === kernel,
    };
  }
  return {
    cgroup: String(info.host?.cgroupVersion ?? '').replace(/^v/, ''),
    memoryBytes: Number(info.host?.memTotal ?? 0),
    folder: String(info.store?.graphRoot ?? ''),
    local: info.host?.kernel === kernel,
  };
}
