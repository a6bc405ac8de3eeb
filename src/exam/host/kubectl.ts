import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ClusterRecord } from '../../cluster/record.ts';
import type { Context } from '../../context.ts';
import type { Runtime } from '../../host/runtime.ts';
import { takeOut } from '../../setup/take-out.ts';
import { keepTool, toolFile } from '../../setup/tools.ts';

/** A file with the kubectl of a cluster's own version: that of its node image, taken out once. */
export async function kubectlOf(
  context: Context,
  runtime: Runtime,
  { image, kubernetes }: Pick<ClusterRecord, 'image' | 'kubernetes'>,
): Promise<string> {
  const kept = toolFile(context, 'kubectl', kubernetes);
  if (existsSync(kept)) return kept;
  return keepTool(kept, async (folder) => {
    const file = path.join(folder, 'kubectl');
    await takeOut(context, runtime, { image, program: '/usr/bin/kubectl', file });
    return file;
  });
}
