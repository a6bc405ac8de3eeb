import { describe, expect, test } from 'vitest';
import {
  findProgram,
  parseRelease,
  SYS_RESOURCE,
  withheldCapabilities,
} from '../../src/setup/machine.ts';
import { fakes } from './fakes.ts';

describe('withheldCapabilities', () => {
  test.each([
    ['CapEff:\t0\nCapBnd:\t000001ffffffffff\n', '40\n', []],
    ['CapBnd:\t000001fffeffffff\n', '40\n', [SYS_RESOURCE]],
    ['CapBnd:\t00000000a80425fb\n', '3\n', [2]],
    // A kernel that knows fewer than our mask has bits.
    ['CapBnd:\t0000003fffffffff\n', '37\n', []],
    ['', '40\n', []],
    ['CapBnd:\t000001fffeffffff\n', '', []],
  ])('%j of %j', (status, last, expected) => {
    expect(withheldCapabilities(status, last)).toEqual(expected);
  });
});

test.each([
  ['ID=debian\nVERSION_CODENAME=bookworm\n', 'debian', 'bookworm'],
  ['VERSION_CODENAME="noble"\nID_LIKE=debian\nID="ubuntu"\n', 'ubuntu', 'noble'],
  ['', '', ''],
])('parseRelease %j', (text, distribution, codename) => {
  expect(parseRelease(text)).toEqual({ distribution, codename });
});

test('findProgram takes PATH first, then the other folders, and only programs', async () => {
  const { context, folder } = await fakes({ thing: '' });
  expect(findProgram(context, 'thing', ['/nowhere'])).toBe(`${folder}/bin/thing`);
  expect(findProgram({ ...context, env: {} }, 'thing', [`${folder}/bin`])).toBe(
    `${folder}/bin/thing`,
  );
  expect(findProgram(context, 'calls', [folder])).toBeUndefined();
});
