import { EXIT, Interrupted } from '../../../errors.ts';
import { loadBlueprint } from '../../../exam/blueprint.ts';
import type { ExamRecord } from '../../../exam/record.ts';
import { startExam, untilBegun } from '../../../exam/start.ts';
import { listText, rulesText } from '../../../exam/texts.ts';
import { timeOf } from '../../../exam/uptime.ts';
import { timeText } from '../../../exam/view.ts';
import { examWorld } from '../../../exam/world.ts';
import { newSeed } from '../../../lab/instance.ts';
import { type Command, givenFolders, json, namedBankOf } from '../../command.ts';
import { showTask, viewNow } from '../../on-exam.ts';

interface StartArgs {
  blueprint: string;
  seed?: string;
  mode: ExamRecord['mode'];
}

/** Returns when the clock begins; the learner reads meanwhile. */
const start: Command<StartArgs> = async (context, { blueprint: name, seed = newSeed(), mode }) => {
  const world = examWorld(context);
  const blueprint = await loadBlueprint(name, context.cwd);
  const folders = givenFolders(context);
  const bank = await namedBankOf(context);
  const started = await startExam(world, bank, { blueprint, seed, mode, folders });
  const time = timeOf(context);
  const on = { world, exam: started, bank, time };
  const isText = context.output !== 'json';
  if (isText) {
    const view = viewNow(on);
    context.out(`${rulesText(view, blueprint.access)}\n\n${listText(view)}\n\n`);
    await showTask(on, started.current);
    context.err('\n');
  }
  try {
    const exam = await untilBegun(world, started);
    if (!isText) context.out(json(viewNow({ ...on, exam })));
    else context.err(begunText(exam));
    return EXIT.passed;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    context.err('The exam comes up in the background. The clock begins with its first task:');
    context.err('`cka-lab exam status` shows how far it is, `cka-lab exam stop` ends it.');
    return EXIT.interrupted;
  }
};

function begunText({ blueprint, clock }: ExamRecord): string {
  const begun = clock.at?.wall ?? 0;
  const end = new Date(begun + blueprint.minutes * 60_000);
  const clockTime = end.toTimeString().slice(0, 5);
  return [
    `The clock runs: ${timeText(blueprint.minutes * 60)}, until ${clockTime}.`,
    'Begin with `cka-lab exam shell`; `cka-lab exam task` shows the task again.',
  ].join('\n');
}

export default start;
