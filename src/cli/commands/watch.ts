import { EXIT } from '../../errors.ts';
import type { Display } from '../../watch/display.ts';
import { jsonDisplay, linesDisplay } from '../../watch/display.ts';
import { liveDisplay } from '../../watch/live.ts';
import { type WatchEnd, watchLab } from '../../watch/watch.ts';
import { bankWith, type Command, type CommandContext } from '../command.ts';

interface WatchArgs {
  lab?: string;
  untilPassed: boolean;
}

const watch: Command<WatchArgs> = async (context, { lab, untilPassed }) => {
  const end = await watchLab(context, () => bankWith(context, lab), lab, await displayOf(context), {
    untilPassed,
    closed: context.closed,
  });
  if (end === 'lab-ended') context.err('The lab was ended, and the watch with it.');
  return exitCodeOf(end, untilPassed);
};

async function displayOf(context: CommandContext): Promise<Display> {
  const { output, out, err, style, now } = context;
  if (output === 'json') return jsonDisplay(out, err);
  const screen = await context.screen();
  return screen ? liveDisplay(screen, style, now) : linesDisplay(out, err);
}

/** Ctrl-C is how a watch ends, unless it was to wait for something that has not come. */
function exitCodeOf(end: WatchEnd, untilPassed: boolean): number {
  if (end === 'passed' || !untilPassed) return EXIT.passed;
  return end === 'lab-ended' ? EXIT.belowPassMark : EXIT.interrupted;
}

export default watch;
