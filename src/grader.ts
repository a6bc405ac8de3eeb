/** All that a file in graders/ may import, as 'cka-lab/grader'. */
export type * from '@kubernetes/client-node';
export { may } from './grading/access/may.ts';
export { nobodyElseMay } from './grading/access/nobody-else.ts';
export { mayNothingElse } from './grading/access/nothing-else.ts';
export type { Rule } from './grading/access/rule.ts';
export type { Subject } from './grading/access/subject.ts';
export { converging } from './grading/converge.ts';
export {
  type CheckOptions,
  type Definers,
  type Grader,
  grader,
  type LabView,
  type Look,
} from './grading/define.ts';
export type { Facts } from './grading/facts.ts';
export { untouched } from './grading/untouched.ts';
export {
  type Failed,
  failed,
  isFailed,
  type Outcome,
  type Passed,
  passed,
} from './grading/verdict.ts';
