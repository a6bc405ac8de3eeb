import { readFile } from 'node:fs/promises';
import { userKubeconfigs } from '../../cluster/external.ts';
import { clusterFiles } from '../../cluster/record.ts';
import { EXIT } from '../../errors.ts';
import { quote } from '../../host/quote.ts';
import { readText, writePrivate } from '../../host/store.ts';
import { mergeKubeconfigs, readKubeconfig, writeKubeconfig } from '../../kube/kubeconfig.ts';
import { labRecord } from '../../session/active.ts';
import { type Command, json } from '../command.ts';

/** Where the lab's kubeconfig is; with --merge its context is added to the user's own. */
const kubeconfig: Command<{ lab?: string; merge: boolean }> = async (context, { lab, merge }) => {
  const record = await labRecord(context, lab);
  const file = clusterFiles(context, record.cluster).kubeconfig;
  if (!merge) {
    context.out(context.output === 'json' ? json({ kubeconfig: file }) : file);
    return EXIT.passed;
  }
  const [target = ''] = userKubeconfigs(context);
  const own = readKubeconfig((await readText(target)) ?? '', target);
  const added = readKubeconfig(await readFile(file, 'utf8'), file);
  const name = added['current-context'] ?? '';
  // Ours first: a cluster that was made anew has new credentials under the old name.
  const merged = mergeKubeconfigs([added, own]);
  const current = own['current-context'] || name;
  await writePrivate(target, writeKubeconfig({ ...own, ...merged, 'current-context': current }));
  context.out(
    context.output === 'json'
      ? json({ kubeconfig: target, context: name })
      : `Added the context ${name} to ${target}. Use it with: kubectl config use-context ${quote(name)}`,
  );
  return EXIT.passed;
};

export default kubeconfig;
