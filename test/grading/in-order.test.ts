import { expect, test } from 'vitest';
import { inOrder } from '../../src/grading/in-order.ts';
import { failed, passed } from '../../src/grading/verdict.ts';
import { fakeFacts } from './fakes.ts';

test('the next one looks once the former has passed', async () => {
  const asked: string[] = [];
  const look = (name: string, actual?: string) => async () => {
    asked.push(name);
    return actual === undefined ? passed() : failed({ expected: name, actual });
  };
  expect(await inOrder(look('a'), look('b'))(fakeFacts())).toEqual(passed());
  const outcome = await inOrder(look('c'), look('d', 'no'), look('e'))(fakeFacts());
  expect(outcome).toMatchObject({ expected: 'd', actual: 'no' });
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
});
