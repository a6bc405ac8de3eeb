import type { Context } from '../context.ts';
import { InfrastructureError } from '../errors.ts';
import type { Runtime } from '../host/runtime.ts';
import { ensureImage } from '../image/pull.ts';

/** Copies a program out of a container image, which is pulled, to a file here; makes it executable. */
export async function takeOut(
  context: Context,
  runtime: Runtime,
  { image, program, file }: { image: string; program: string; file: string },
): Promise<void> {
  // Left to `run`, a pull could hang.
  const refusal = await ensureImage(context, runtime, image);
  if (refusal) throw new InfrastructureError(`${image} could not be pulled: ${refusal.line}`);
  // The container writes it to our file and is gone, however this ends.
  await context.run('sh', [
    '-c',
    '"$1" run --rm --log-driver none --network none --entrypoint cat "$2" "$3" >"$4" && chmod 755 "$4"',
    'sh',
    runtime.name,
    image,
    program,
    file,
  ]);
}
