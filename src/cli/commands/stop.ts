import { type ClusterRecord, clusterStore } from '../../cluster/record.ts';
import { EXIT, Interrupted, messageOf, UsageError } from '../../errors.ts';
import { readExam } from '../../exam/record.ts';
import { examWorld } from '../../exam/world.ts';
import { labRecord } from '../../session/active.ts';
import { stopAll, stopLab } from '../../session/end.ts';
import { type Command, type CommandContext, json } from '../command.ts';

const stop: Command<{ lab?: string; all: boolean }> = async (context, { lab, all }) => {
  if (all && lab !== undefined) {
    throw new UsageError('--all stops every lab; leave the name out.');
  }
  if (all) return everything(context);
  const { lab: id, cluster: name } = await labRecord(context, lab);
  const before = await clusterStore(context).get(name);
  await stopLab(context, id);
  const stays = staysOf(before, await clusterStore(context).get(name));
  context.out(context.output === 'json' ? json({ lab: id }) : `The lab ${id} has ended.${stays}`);
  return EXIT.passed;
};

/** What is left of a lab's cluster, in words. */
function staysOf(before: ClusterRecord | undefined, after: ClusterRecord | undefined): string {
  if (before?.provider === 'external') {
    return ` Your cluster behind the context '${before.context}' is otherwise as it was.`;
  }
  return after
    ? ` The cluster ${after.name} stays for the next lab; \`cka-lab stop --all\` deletes it.`
    : '';
}

async function everything(context: CommandContext): Promise<number> {
  const unended: string[] = [];
  const exam = await stopExamIfOn(examWorld(context)).catch((error) => {
    if (error instanceof Interrupted) throw error;
    unended.push(`the exam: ${messageOf(error)}`);
    return undefined;
  });
  const { labs, clusters: others, left } = await stopAll(context);
  left.unshift(...unended);
  const clusters = [...(exam ?? []), ...others];
  const texts = [
    ...(exam ? ['Ended: the exam.'] : []),
    ...(labs.length > 0 ? [`Ended: ${labs.join(', ')}.`] : []),
    ...(clusters.length > 0 ? [`Deleted: ${clusters.join(', ')}.`] : []),
    ...left.map((text) => `Could not be removed: ${text}`),
  ];
  if (context.output === 'json') context.out(json({ labs, clusters, left }));
  else context.out(texts.length > 0 ? texts.join('\n') : 'There was nothing to stop.');
  return left.length > 0 ? EXIT.infrastructure : EXIT.passed;
}

/** An exam that is not graded yet, or whose keeper goes on without its record; returns its clusters. */
async function stopExamIfOn(world: CommandContext): Promise<string[] | undefined> {
  const exam = await readExam(world);
  const { keeperOf } = await import('../../exam/keep.ts');
  if (exam ? exam.phase === 'graded' : !(await keeperOf(world))) return undefined;
  // Loaded only now: most who stop everything have no exam.
  const { stopExam } = await import('../../exam/remove.ts');
  return stopExam(world, exam);
}

export default stop;
