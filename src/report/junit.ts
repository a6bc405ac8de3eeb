import junit, { type Builder } from 'junit-report-builder';
import type { VerifyReport } from './verified.ts';

/** The module is the builder, though its types say that it holds one. */
export const builder = junit as unknown as Builder;

/** A proof as JUnit XML: a suite for each lab, a case for each run. */
export function verifiedJunit(report: VerifyReport): string {
  const suites = builder.newBuilder();
  for (const { lab, milliseconds } of report.labs) {
    const suite = suites
      .testSuite()
      .name(lab)
      .timestamp(new Date(report.started))
      .time(milliseconds / 1000);
    for (const run of report.runs.filter((candidate) => candidate.lab === lab)) {
      const testCase = suite
        .testCase()
        .className(`${lab}.seed-${run.seed}`)
        .name(run.run)
        .time(run.milliseconds / 1000);
      const message = `expected: ${run.expected}\nactual:   ${run.actual}`;
      if (run.outcome === 'different') testCase.failure(message, 'different');
      if (run.outcome === 'error') testCase.error(message, 'error');
    }
  }
  return suites.build();
}
