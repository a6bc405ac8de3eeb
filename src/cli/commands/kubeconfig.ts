import { readFile } from 'node:fs/promises';
import { KubeConfig } from '@kubernetes/client-node';
import { userKubeconfigs } from '../../cluster/external.ts';
import { clusterFiles } from '../../cluster/record.ts';
import { EXIT, InfrastructureError } from '../../errors.ts';
import { readText, writePrivate } from '../../host/store.ts';
import { activeRecord } from '../../session/active.ts';
import { type Command, json } from '../command.ts';

/** Where the lab's kubeconfig is; with --merge its context is added to the user's own. */
const kubeconfig: Command<{ lab?: string; merge: boolean }> = async (context, { lab, merge }) => {
  const record = await activeRecord(context, lab);
  const file = clusterFiles(context, record.cluster).kubeconfig;
  if (!merge) {
    context.out(context.output === 'json' ? json({ kubeconfig: file }) : file);
    return EXIT.passed;
  }
  const [target] = userKubeconfigs(context);
  const { text, contextName } = merged(
    await readText(target as string),
    await readFile(file, 'utf8'),
    target as string,
  );
  await writePrivate(target as string, text);
  context.out(
    context.output === 'json'
      ? json({ kubeconfig: target, context: contextName })
      : `Added the context ${contextName} to ${target}. Use it with: kubectl config use-context ${contextName}`,
  );
  return EXIT.passed;
};

/** The user's kubeconfig with one more context; their current context stays. */
function merged(own: string | undefined, added: string, file: string) {
  const result = new KubeConfig();
  try {
    if (own?.trim()) result.loadFromString(own);
    else result.loadFromOptions({ clusters: [], users: [], contexts: [], currentContext: '' });
  } catch (error) {
    throw new InfrastructureError(`${file} is not a kubeconfig, so it was left as it is.`, {
      cause: error,
    });
  }
  const lab = new KubeConfig();
  lab.loadFromString(added);
  const contextName = lab.getCurrentContext();
  const without = <T extends { name: string }>(kept: T[], names: T[]) =>
    kept.filter(({ name }) => !names.some((other) => other.name === name));
  result.clusters = [...without(result.clusters, lab.clusters), ...lab.clusters];
  result.users = [...without(result.users, lab.users), ...lab.users];
  result.contexts = [...without(result.contexts, lab.contexts), ...lab.contexts];
  if (!result.getCurrentContext()) result.setCurrentContext(contextName);
  return { text: result.exportConfig(), contextName };
}

export default kubeconfig;
