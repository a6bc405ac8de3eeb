import { junitText } from './exam-junit.ts';
import type { ExamReport } from './exam-model.ts';
import { examText } from './exam-text.ts';
import type { Form } from './forms.ts';
import { gradescopeText } from './gradescope.ts';
import { htmlText } from './html.ts';
import { markdownText } from './markdown.ts';
import type { LabReport } from './model.ts';
import { resultOf } from './result.ts';
import { tapText } from './tap.ts';
import { reportText, type Style } from './text.ts';

/** A report of either kind in one of its forms, as the text of a file. */
export function render(form: Form, report: ExamReport | LabReport): string {
  switch (form) {
    case 'text':
      return `${textOf(report, plain)}\n`;
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'junit':
      return junitText(resultOf(report));
    case 'gradescope':
      return gradescopeText(resultOf(report), textOf(report, plain));
    case 'tap':
      return tapText(resultOf(report));
    case 'markdown':
      return markdownText(resultOf(report));
    case 'html':
      return htmlText(resultOf(report));
  }
}

/** A report of either kind as it is read at a terminal. */
export function textOf(report: ExamReport | LabReport, style: Style): string {
  return 'tasks' in report ? examText(report, style) : reportText(report, style);
}

const plain: Style = (_format, text) => text;
