import { cniOf } from '../cluster/acquire.ts';
import { contextKubeconfig, externalRecord, serverOf } from '../cluster/external.ts';
import { type ClusterRecord, clusterFiles, clusterStore } from '../cluster/record.ts';
import type { Context } from '../context.ts';
import { InfrastructureError, UsageError } from '../errors.ts';
import { writePrivate } from '../host/store.ts';
import { type Connection, connect, expectOk } from '../kube/connection.ts';
import { getObject } from '../kube/objects.ts';
import { discover, type Resources } from '../kube/resources.ts';
import type { LabInstance } from '../lab/instance.ts';
import { providerOf } from './world.ts';

/** The cluster behind a context of the user's kubeconfig, for a lab that may run there. */
export async function acquireExternal(
  context: Context,
  instance: LabInstance,
  name: string,
): Promise<ClusterRecord> {
  if (!instance.lab.external) {
    throw new UsageError(
      `The lab ${instance.lab.id} changes more than a cluster of yours should bear.`,
      {
        next: 'Leave --context out: a cluster is made for it.',
      },
    );
  }
  const kubeconfig = await contextKubeconfig(context, name);
  const connection = await connect({ kubeconfig, signal: context.signal });
  const version = expectOk(await connection.request('GET', '/version'), 'Reading the version');
  const resources = await discover(connection);
  await refuseClaimed(connection, resources, instance.owns, name);
  const store = clusterStore(context);
  const record = await externalRecord(store, name, {
    kubernetes: version.gitVersion,
    cni: await cniOf(connection),
    server: serverOf(kubeconfig),
  });
  const known = await store.get(record.name);
  // Labs that are on there would be taken to another cluster.
  if (known) await providerOf(context, known).kubeconfigs(known);
  await writePrivate(clusterFiles(context, record.name).kubeconfig, kubeconfig);
  await store.put(record.name, record);
  return record;
}

/** On a cluster of the user's, nothing that the lab owns may be there before the lab. */
export async function refuseClaimed(
  connection: Connection,
  resources: Resources,
  owns: Pick<LabInstance['owns'], 'namespaces' | 'objects'>,
  cluster: string,
): Promise<void> {
  const claimed = [
    ...owns.namespaces.map((name) => ({ kind: 'Namespace', name })),
    ...owns.objects,
  ];
  for (const { kind, name } of claimed) {
    const type = resources.find(kind);
    if (type && (await getObject(connection, type, { name }))) {
      throw new InfrastructureError(
        `${kind}/${name} exists on ${cluster} and was not made by this lab.`,
        { next: 'Choose another variant with --seed, or another cluster.' },
      );
    }
  }
}
