import { expect, test } from 'vitest';
import { debianPart, findDebianTools, findMirrors } from '../../src/image/debian.ts';
import { fakes } from '../setup/fakes.ts';

const main = 'http://mirror.invalid/debian';
const security = 'http://mirror.invalid/security';

test('takes the mirror that the machine uses', () => {
  const targets = `Debian|trixie|http://other.invalid/debian
Debian|bookworm|${main}
Debian|bookworm-updates|${main}
Debian|bookworm-security|${security}
`;
  expect(findMirrors(targets)).toEqual({ main, security });
});

test('a newer Debian has the same mirror', () => {
  const targets = `Somebody|stable|https://tools.invalid/apt
Debian|trixie-security|${security}
Debian|trixie|${main}
`;
  expect(findMirrors(targets)).toEqual({ main, security });
});

test.each([
  ['of another distribution', 'Ubuntu|noble|http://mirror.invalid/ubuntu'],
  ['on a disc', 'Debian|bookworm|cdrom://disc'],
  ['at all', ''],
])('says so when there is no mirror %s', (_case, targets) => {
  expect(() => findMirrors(targets)).toThrow('names no Debian mirror');
});

test('says so where there is no apt', async () => {
  const { context } = await fakes();
  await expect(findDebianTools(context)).rejects.toThrow('needs Debian or a relative of it');
});

test('the key changes with the architecture', () => {
  expect(debianPart('amd64').recipe).not.toEqual(debianPart('arm64').recipe);
});
