import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { packageRoot } from '../../src/host/paths.ts';
import { labFolders, loadBank } from '../../src/lab/bank.ts';
import { labRecord, lookUp } from '../../src/session/active.ts';
import { type LabRecord, labStore } from '../../src/session/record.ts';
import { labRecordOf } from '../support/lab-record.ts';

let state: string;
let context: Context;

beforeEach(async () => {
  state = await mkdtemp(path.join(tmpdir(), 'active-'));
  context = { paths: { state, cache: state }, progress: { note: () => {} } } as unknown as Context;
});
afterEach(() => rm(state, { recursive: true }));

const put = (lab: string, phase: LabRecord['phase'] = 'active') =>
  labStore(context).put(lab, labRecordOf(lab, { phase }));

describe('the lab that a command means', () => {
  test('is the only one that is on', async () => {
    await put('a');
    expect((await labRecord(context, undefined)).lab).toBe('a');
  });
  test('must be named where several are on', async () => {
    await put('a');
    await put('b');
    await expect(labRecord(context, undefined)).rejects.toThrow('Several labs are on: a, b.');
    expect((await labRecord(context, 'b')).lab).toBe('b');
  });
  test('must be on', async () => {
    await expect(labRecord(context, undefined)).rejects.toMatchObject({ exitCode: 2 });
    await put('a');
    await expect(labRecord(context, 'b')).rejects.toMatchObject({ exitCode: 2 });
  });
  test('may be half-made: stop and reset take it', async () => {
    await put('a', 'undoing');
    expect((await labRecord(context, undefined)).phase).toBe('undoing');
  });
  test('is found by its name, though no lab was read yet', async () => {
    const bank = await loadBank([labFolders(packageRoot)], []);
    await expect(lookUp(context, bank, 'rbac')).rejects.toThrow('The lab rbac is not on.');
    await expect(lookUp(context, bank, 'no-such')).rejects.toThrow('There is no lab "no-such"');
  });
});
