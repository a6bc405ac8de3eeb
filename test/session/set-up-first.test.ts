import { describe, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { exclusively } from '../../src/host/lock.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { labStore } from '../../src/session/record.ts';
import { exclusivelySetUp, NotSetUp } from '../../src/session/set-up-first.ts';
import { startLab } from '../../src/session/start.ts';
import { KIND_VERSION } from '../../src/setup/kind.ts';
import { fakes } from '../setup/fakes.ts';
import { labRecordOf } from '../support/lab-record.ts';

const kind = `echo "kind ${KIND_VERSION} go1.26 linux/amd64"`;
const kubectl = `echo '{"clientVersion": {"gitVersion": "v1.37.0"}}'`;
/** No image is here, and pulling one takes until somebody writes a file. */
const SLOW = `case "$1 $2" in
  'version '*) echo 29.0.0;;
  'image inspect') exit 1;;
  'pull '*) echo pulling >>"$here/pulls"; while [ ! -e "$here/go-on" ]; do sleep 0.1; done
    echo 'denied: not today' >&2; exit 1;;
esac`;

describe('set-up that a lab lacks', () => {
  test('is done while other commands change the world', async () => {
    const { context, calls, program } = await fakes({ docker: SLOW, kind, kubectl });
    const bank = await loadBank([labFolders(packageRoot)], ['rbac']);
    const starting = startLab(context, bank, { lab: 'rbac', retain: false });
    starting.catch(() => {});
    await expect
      .poll(calls, { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^docker pull /));
    // It would wait for the pull to end, and that waits for what comes after it.
    await exclusively(context, () => labStore(context).put('other', labRecordOf('other')));
    expect(await labStore(context).get('other')).toBeDefined();
    await program('docker', SLOW.replace(/while .*done/, ''));
    await context.run('touch', [`${context.paths.state}/../go-on`]);
    await expect(starting).rejects.toThrow('denied: not today');
  });

  test('is done once, and the work begins anew by what is so then', async () => {
    const { context } = await fakes();
    const log: string[] = [];
    const provide = async () => void log.push('set up');
    const result = await exclusivelySetUp(context, async () => {
      log.push('work');
      if (!log.includes('set up')) throw new NotSetUp(provide);
      return 'result';
    });
    expect(result).toBe('result');
    expect(log).toEqual(['work', 'set up', 'work']);
  });

  test('ends with an error where it does not last', async () => {
    const { context } = await fakes();
    const work = () => Promise.reject(new NotSetUp(async () => {}));
    await expect(exclusivelySetUp(context, work)).rejects.toThrow('missing again');
  });

  test('that fails ends the work with its error', async () => {
    const { context } = await fakes();
    const work = () =>
      Promise.reject(new NotSetUp(() => Promise.reject(new Error('no disk space'))));
    await expect(exclusivelySetUp(context as Context, work)).rejects.toThrow('no disk space');
  });
});
