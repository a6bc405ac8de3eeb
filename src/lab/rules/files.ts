import { templatesIn } from '../template.ts';
import { fileUses, useOf } from '../uses.ts';
import { atKey, atValue, type Rule } from './rule.ts';

/** Every file that lab.yaml names is there. */
export const namedFilesExist: Rule = (subject) => {
  const { fields, files } = subject;
  const missing = fileUses(fields)
    .filter(({ name, kind }) =>
      kind === 'folder'
        ? !files.names().some((file) => file.startsWith(`${name}/`))
        : !files.read(name),
    )
    .map(({ name, path }) => atValue(subject, path, `${name} does not exist`));
  const task = files.read('task.md');
  if (!task) missing.push(atKey(subject, [], 'task.md, the text of the task, does not exist'));
  return missing;
};

/** A name drawn at random can't be the name of a file. */
export const markersNameNoFile: Rule = (subject) => {
  const { seed = [], parameters = {} } = subject.fields;
  return seed.flatMap((step, index) => {
    if ('wait' in step) return [];
    const { key, template } = useOf(step);
    return templatesIn(template)
      .filter(({ name }) => parameters[name] && !('pick' in parameters[name]))
      .map(({ raw }) =>
        atValue(
          subject,
          ['seed', index, key],
          `${raw} is not picked from a list: it can't name a file`,
        ),
      );
  });
};
