import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClusterRecord, clusterStore } from '../../src/cluster/record.ts';
import type { Context } from '../../src/context.ts';

/** A world in a temporary folder, in which Docker answers and has no container. */
export function emptyWorld(): Context & { notes: string[]; ran: string[] } {
  const state = mkdtempSync(path.join(tmpdir(), 'exam-world-'));
  onTestFinished(() => rmSync(state, { recursive: true, force: true }));
  const [notes, ran]: [string[], string[]] = [[], []];
  const context = {
    notes,
    ran,
    paths: { state, cache: state },
    env: {},
    now: () => Date.now(),
    signal: new AbortController().signal,
    progress: {
      step: <T>(_text: string, work: (update: () => void) => Promise<T>) => work(() => {}),
      note: (text: string) => void notes.push(text),
    },
    run: async (file: string, args: readonly string[]) => {
      const command = [file, ...args].join(' ');
      ran.push(command);
      const stdout = command.startsWith('docker version') ? '29.0.0' : '';
      return { stdout, stderr: '', exitCode: 0, command };
    },
    confirm: async () => false,
    undoing: () => context,
  };
  return context;
}

export async function putCluster(
  context: Context,
  name: string,
  change: Partial<ClusterRecord> = {},
): Promise<void> {
  await clusterStore(context).put(name, {
    name,
    provider: 'kind',
    mark: 'm',
    topology: 'duo',
    kubernetes: 'v1.37.2',
    image: 'i',
    own: false,
    phase: 'ready',
    created: '2026-01-01T00:00:00.000Z',
    ...change,
  });
}
