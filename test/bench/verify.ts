import type { VerifyReport } from '../../src/report/verified.ts';
import type { Figure } from './figure.ts';
import type { BenchWorld } from './world.ts';

const MINUTE = 60_000;
/** The lab whose runs take minutes each. */
const SLOW = 'cluster-upgrade';

/** Wall time of proving the labs that share a cluster, and every lab but the slow one. */
export async function verifying(world: BenchWorld): Promise<Figure[]> {
  const labs: { id: string; scope: string }[] = JSON.parse(
    await world.cli(['list', '--output', 'json']),
  );
  const shared = labs.filter(({ scope }) => scope === 'api').map(({ id }) => id);
  const others = labs.map(({ id }) => id).filter((id) => id !== SLOW);
  return [
    ...(await measure(world, shared, `verify of ${shared.length} api labs`, 10 * MINUTE)),
    ...(await measure(world, others, `verify of ${others.length} labs`, 30 * MINUTE)),
  ];
}

async function measure(
  world: BenchWorld,
  labs: readonly string[],
  what: string,
  aim: number,
): Promise<Figure[]> {
  const report: VerifyReport = JSON.parse(
    await world.cli(['verify', ...labs, '--output', 'json', '--yes']),
  );
  const perLab = report.labs.map((lab) => {
    const times = report.runs.filter((run) => run.lab === lab.lab).map((run) => run.milliseconds);
    const longest = Math.max(...times);
    return `${lab.lab} ${minutes(lab.milliseconds)} (${times.length} runs, the longest ${minutes(longest)})`;
  });
  return [
    {
      what,
      measured: minutes(report.milliseconds),
      aim: minutes(aim),
      met: report.milliseconds <= aim,
      note: `${report.totals.runs} runs; ${perLab.join('; ')}`,
    },
  ];
}

function minutes(milliseconds: number): string {
  return `${(milliseconds / MINUTE).toFixed(1)} min`;
}
