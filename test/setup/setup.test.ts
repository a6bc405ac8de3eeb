import path from 'node:path';
import { expect, test } from 'vitest';
import { KIND_VERSION } from '../../src/setup/kind.ts';
import { findSetUp, missing } from '../../src/setup/setup.ts';
import { fakes } from './fakes.ts';

const kind = `echo "kind ${KIND_VERSION} go1.26 linux/amd64"`;
const kubectl = `echo '{"clientVersion": {"gitVersion": "v1.37.0"}}'`;

test('on an empty machine all is missing, and looking changes nothing', async () => {
  const { context, calls, questions } = await fakes({}, { yes: true });
  expect(missing(await findSetUp(context, { minor: '1.37' }))).toEqual([
    'runtime',
    'kind',
    'image',
    'kubectl',
  ]);
  expect(await calls()).toEqual([]);
  expect(questions).toEqual([]);
});

test('what is there is found without a runtime', async () => {
  const { context, folder } = await fakes({ kind, kubectl });
  const found = await findSetUp(context, { minor: '1.37' });
  expect(missing(found)).toEqual(['runtime', 'image']);
  expect(found.kind).toBe(path.join(folder, 'bin', 'kind'));
  expect(found.kubectl).toBe(path.join(folder, 'bin', 'kubectl'));
});
