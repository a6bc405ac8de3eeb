import { expect, test } from 'vitest';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { verifyLab } from '../../src/verify/verify.ts';
import { testContext } from './context.ts';

const bank = await loadBank([labFolders(packageRoot)]);

test.each([...bank.labs.keys()])('%s is proven right and wrong', async (lab) => {
  const runs = await verifyLab(testContext(), bank, { lab, seeds: ['1', '2', '3'] });
  const different = runs.filter(({ ok }) => !ok);
  expect(different).toEqual([]);
  const names = runs.map(({ run }) => run);
  expect(names.filter((name) => name.startsWith('right/')).length).toBeGreaterThanOrEqual(2);
  expect(names.filter((name) => name.startsWith('wrong/')).length).toBeGreaterThanOrEqual(4);
  expect(new Set(runs.map(({ seed }) => seed)).size).toBe(3);
});
