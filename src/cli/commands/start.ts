import { clusterFiles } from '../../cluster/record.ts';
import { EXIT } from '../../errors.ts';
import { quote } from '../../host/quote.ts';
import { type StartRequest, startLab } from '../../session/start.ts';
import { bankWith, type Command, json } from '../command.ts';
import { taskText } from '../texts.ts';

const start: Command<StartRequest> = async (context, args) => {
  const started = await startLab(context, await bankWith(context, args.lab), args);
  const { record, cluster, instance, resumed } = started;
  const { kubeconfig } = clusterFiles(context, cluster.name);
  if (context.output === 'json') {
    const { lab, seed, part } = record;
    context.out(
      json({ lab, seed, part, cluster: cluster.name, kubeconfig, resumed, task: instance.task }),
    );
    return EXIT.passed;
  }
  if (resumed)
    context.err(
      `The lab ${record.lab} is on already; \`cka-lab reset\` puts it back to its start.`,
    );
  context.out(taskText(instance, record.part));
  context.err('\n');
  context.err(`Seed ${record.seed}, cluster ${cluster.name}, Kubernetes ${cluster.kubernetes}.`);
  context.err('Work in `cka-lab shell`, or set:');
  context.err(`  export KUBECONFIG=${quote(kubeconfig)}`);
  context.err('Then: `cka-lab grade`. For help: `cka-lab hint`.');
  return EXIT.passed;
};

export default start;
