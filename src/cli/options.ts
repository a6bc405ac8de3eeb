/** Of commands that show a result. */
export const report = {
  type: 'string',
  array: true,
  requiresArg: true,
  nargs: 1,
  describe:
    'Write the result as FORM=FILE,…; forms: text, json, junit, gradescope, tap, markdown, html',
} as const;
