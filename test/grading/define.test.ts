import { expect, test } from 'vitest';
import { collect, type Definers, grader } from '../../src/grading/define.ts';
import { passed } from '../../src/grading/verdict.ts';
import { fakeLab } from './fakes.ts';

const look = async () => passed();
const collected = (define: (definers: Definers) => void, lab = fakeLab()) =>
  collect(grader(define), lab);

test('a grader tells its checks without a cluster', () => {
  const lab = fakeLab({ parts: [{ id: 'save' }], parameters: { account: 'a', namespace: 'n' } });
  const { checks, parameters, problems } = collected(({ lab, check, gate }) => {
    expect(lab.serviceAccount('account')).toEqual({
      kind: 'ServiceAccount',
      name: 'a',
      namespace: 'n',
    });
    check('one', 2, 'The first', look);
    check('two', 3, 'The second', look).after('one').within(30).in('save');
    gate('kept', 'It is kept', look);
  }, lab);
  expect(problems).toEqual([]);
  expect(parameters).toEqual(['account', 'namespace']);
  const common = { after: [], part: null, deadline: 10, look };
  expect(checks).toEqual([
    { id: 'one', kind: 'check', points: 2, title: 'The first', ...common },
    {
      ...common,
      id: 'two',
      kind: 'check',
      points: 3,
      title: 'The second',
      after: ['one'],
      deadline: 30,
      part: 'save',
    },
    { id: 'kept', kind: 'gate', points: 0, title: 'It is kept', ...common },
  ]);
});

test('every mistake in a grader is named', () => {
  const { problems } = collected(({ lab, check }) => {
    lab.param('colour');
    check('one', 1, '', look);
    check('one', 1, '', look);
    check('free', 0, '', look);
    check('lost', 1, '', look).after('nowhere').in('nothing').within(0);
  });
  expect(problems).toEqual([
    "The grader reads the parameter 'colour', which the lab has not.",
    "Two checks are called 'one'.",
    "Check 'free' needs points above 0.",
    "Check 'lost' needs a deadline above 0 seconds.",
    "Check 'lost' is in part 'nothing', which the lab has not.",
    "Check 'lost' is after 'nowhere', which no check is called.",
  ]);
});

test('checks that wait for each other are found', () => {
  const { problems } = collected(({ check }) => {
    check('free', 1, '', look).after('b');
    check('a', 1, '', look).after('c');
    check('b', 1, '', look).after('a');
    check('c', 1, '', look).after('b');
  });
  expect(problems).toEqual(['Checks wait for each other: b → a → c → b.']);
  const own = collected(({ check }) => check('a', 1, '', look).after('a'));
  expect(own.problems).toEqual(['Checks wait for each other: a → a.']);
});

test('a diamond is no cycle', () => {
  const { problems } = collected(({ check }) => {
    check('top', 1, '', look).after('left', 'right');
    check('left', 1, '', look).after('bottom');
    check('right', 1, '', look).after('bottom');
    check('bottom', 1, '', look);
  });
  expect(problems).toEqual([]);
});

test('a grader of gates alone could only fail', () => {
  const { problems } = collected(({ gate }) => gate('kept', '', look));
  expect(problems).toEqual(['The grader has no check.']);
});
