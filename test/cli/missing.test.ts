import { expect, test } from 'vitest';
import { parse } from '../../src/cli/table.ts';

test.each([
  [['start'], 'The name of a lab is missing.'],
  [['exam', 'goto'], 'The number of a task is missing.'],
  [['start', 'rbac', '--seed'], 'A value is missing behind --seed.'],
])('what is missing in %j is told', async (argv, message) => {
  await expect(parse(argv, {})).rejects.toThrow(message);
});
