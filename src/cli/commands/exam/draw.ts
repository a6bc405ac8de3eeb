import path from 'node:path';
import { EXIT } from '../../../errors.ts';
import { loadBlueprint } from '../../../exam/blueprint.ts';
import { worthOf } from '../../../exam/draw.ts';
import { drawFrom } from '../../../exam/draw-from.ts';
import { writeHandout } from '../../../exam/handout.ts';
import { sum } from '../../../exam/layout.ts';
import { newSeed } from '../../../lab/instance.ts';
import { table } from '../../../ui/table.ts';
import { type Command, json, namedBankOf } from '../../command.ts';

interface Request {
  blueprint: string;
  seed?: string;
  tasks?: string;
}

const HEAD = ['TASK', 'LAB', 'DOMAIN', 'WORTH', 'TIME', 'CLUSTER', 'TITLE'];

const draw: Command<Request> = async (
  context,
  { blueprint: name, seed = newSeed(), tasks: to },
) => {
  const blueprint = await loadBlueprint(name, context.cwd);
  const bank = await namedBankOf(context);
  const drawn = await drawFrom(bank, blueprint, seed);
  const worth = worthOf(blueprint, drawn.tasks, (lab) => bank.labs.get(lab)?.points ?? 0);
  const tasks = drawn.tasks.map((task) => ({
    ...task,
    lab: bank.require(task.lab),
    worth: worth.get(task.lab) ?? 0,
  }));
  const files = to === undefined ? [] : await writeHandout(path.resolve(context.cwd, to), tasks);
  if (context.output === 'json') {
    const { minutes, passMark, title } = blueprint;
    context.out(
      json({
        blueprint: blueprint.name,
        title,
        minutes,
        passMark,
        ...drawn,
        tasks: tasks.map(({ number, lab, seed, domain, cluster, worth }) => ({
          number,
          lab: lab.id,
          title: lab.title,
          seed,
          domain,
          cluster,
          worth,
          points: lab.points,
          minutes: lab.minutes,
        })),
        files,
      }),
    );
    return EXIT.passed;
  }
  for (const id of bank.broken) context.err(`${id} has mistakes: see \`cka-lab lint ${id}\`.`);
  const rows = tasks.map(({ number, lab, domain, worth, cluster }) => [
    String(number),
    lab.id,
    domain,
    `${worth.toFixed(1)} %`,
    `${lab.minutes} min`,
    cluster,
    lab.title,
  ]);
  context.out(table(HEAD, rows));
  const memory = sum(drawn.clusters.map((cluster) => cluster.memory));
  const clusters = drawn.clusters.map(({ key, topology }) => `${key} ${topology}`).join(', ');
  context.err(`\nSeed ${seed}, ${blueprint.minutes} minutes, ${blueprint.passMark} % to pass.`);
  context.err(`Clusters: ${clusters}; about ${memory} MiB.`);
  if (to !== undefined) context.err(`The tasks are in ${to}, as LAB/task.md.`);
  return EXIT.passed;
};

export default draw;
