import { EXIT } from '../../errors.ts';
import { DEFAULT_MINOR } from '../../session/place.ts';
import { setUp } from '../../setup/setup.ts';
import { type Command, json } from '../command.ts';

const setup: Command<{ kubernetes?: string }> = async (context, { kubernetes = DEFAULT_MINOR }) => {
  const ready = await setUp(context, { minor: kubernetes });
  const { runtime, kind, kubectl, image } = ready;
  context.out(
    context.output === 'json'
      ? json(ready)
      : [
          `Container runtime: ${runtime.name} ${runtime.version}`,
          `kind: ${kind}`,
          `kubectl: ${kubectl}`,
          `Node image: ${image.reference} (Kubernetes ${image.kubernetes}, ${image.origin === 'built' ? 'built here' : 'published'})`,
        ].join('\n'),
  );
  return EXIT.passed;
};

export default setup;
