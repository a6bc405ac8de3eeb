import { examine, renderFindings } from '../../doctor/doctor.ts';
import { EXIT } from '../../errors.ts';
import { DEFAULT_MINOR } from '../../session/place.ts';
import { type Command, json } from '../command.ts';

const doctor: Command<{ kubernetes?: string }> = async (
  context,
  { kubernetes = DEFAULT_MINOR },
) => {
  const findings = await context.progress.step('Examining this machine', () =>
    examine(context, { minor: kubernetes }),
  );
  context.out(context.output === 'json' ? json({ findings }) : renderFindings(findings));
  return findings.some(({ state }) => state === 'fail') ? EXIT.infrastructure : EXIT.passed;
};

export default doctor;
