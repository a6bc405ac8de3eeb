import { externalProvider } from '../cluster/external.ts';
import { type KindTools, kindProvider } from '../cluster/kind.ts';
import type { Provider } from '../cluster/provider.ts';
import type { ClusterRecord } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { probeHost } from '../host/probes.ts';
import { ensureKind } from '../setup/kind.ts';
import { ensureRuntime } from '../setup/runtime.ts';

/** The provider of a cluster; the runtime and kind are looked for only when it needs them. */
export function providerOf(context: Context, record: Pick<ClusterRecord, 'provider'>): Provider {
  return record.provider === 'external'
    ? externalProvider(context)
    : kindProvider(context, kindTools(context));
}

export function kindTools(context: Context): KindTools {
  const runtime = once(() => ensureRuntime(context));
  return {
    runtime,
    kind: once(() => ensureKind(context)),
    host: async (image) => probeHost(context, await runtime(), image),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
