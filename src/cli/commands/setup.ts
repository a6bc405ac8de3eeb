import { EXIT } from '../../errors.ts';
import { ensureHostImage } from '../../image/exam-host.ts';
import { DEFAULT_MINOR } from '../../session/place.ts';
import { setUp } from '../../setup/setup.ts';
import { type Command, json } from '../command.ts';

interface SetupArgs {
  kubernetes?: string;
  exam: boolean;
}

const setup: Command<SetupArgs> = async (context, { kubernetes = DEFAULT_MINOR, exam }) => {
  const ready = await setUp(context, { minor: kubernetes });
  const { runtime, kind, kubectl, image } = ready;
  const examHost = exam ? await ensureHostImage(context, runtime) : undefined;
  context.out(
    context.output === 'json'
      ? json({ ...ready, examHost })
      : [
          `Container runtime: ${runtime.name} ${runtime.version}`,
          `kind: ${kind}`,
          `kubectl: ${kubectl}`,
          `Node image: ${image.reference} (Kubernetes ${image.kubernetes}, ${image.origin === 'built' ? 'built here' : 'published'})`,
          ...(examHost === undefined ? [] : [`Exam hosts: ${examHost}`]),
        ].join('\n'),
  );
  return EXIT.passed;
};

export default setup;
