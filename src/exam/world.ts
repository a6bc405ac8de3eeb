import type { Context } from '../context.ts';
import { apart } from '../session/apart.ts';

/** Where exams at a terminal keep their record, labs and clusters. */
export function examWorld<C extends Context>(context: C): C {
  return apart(context, 'exam');
}

/** Where `exam run` keeps its own. */
export function answersWorld<C extends Context>(context: C): C {
  return apart(context, 'exam-run');
}
