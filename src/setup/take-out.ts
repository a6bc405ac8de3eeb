import type { Context } from '../context.ts';
import type { Runtime } from '../host/runtime.ts';

/** Copies a program out of a container image to a file here, and makes it executable. */
export async function takeOut(
  context: Context,
  runtime: Runtime,
  { image, program, file }: { image: string; program: string; file: string },
): Promise<void> {
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
