import { type Figure, seconds } from './figure.ts';
import { inTurns, milliseconds, TIMES } from './measure.ts';
import type { BenchWorld } from './world.ts';

/** Commands that only say something; that they load no client is held by test/cli/lazy.test.ts. */
export async function words(world: BenchWorld): Promise<Figure[]> {
  await world.cli(['list']);
  const times = await inTurns({
    '--help': () => milliseconds(() => world.cli(['--help'])),
    list: () => milliseconds(() => world.cli(['list'])),
  });
  return (['--help', 'list'] as const).map((command) => ({
    what: command,
    measured: seconds(times[command]),
    aim: '0.2 s',
    met: times[command] <= 200,
    note: `whole process; median of ${TIMES}`,
  }));
}
