import type { Path } from '../yaml/parse.ts';
import { combinations } from './samples.ts';
import type { LabFile } from './schema.ts';
import { render } from './template.ts';

/** A file that lab.yaml names. */
export interface FileUse {
  name: string;
  kind: 'manifest' | 'script' | 'folder';
  /** Where lab.yaml names it. */
  path: Path;
}

type Step = LabFile['seed'][number];

/** What a seed step names, and where. */
export function useOf(step: Exclude<Step, { wait: string }>): {
  key: 'apply' | 'run' | 'files' | 'break';
  template: string;
  kind: FileUse['kind'];
} {
  if ('apply' in step) return { key: 'apply', template: step.apply, kind: 'manifest' };
  if ('run' in step) return { key: 'run', template: step.run, kind: 'script' };
  if ('break' in step) return { key: 'break', template: step.break, kind: 'script' };
  return { key: 'files', template: step.files, kind: 'folder' };
}

/** Every file that lab.yaml names, a templated name once for each value. */
export function fileUses(fields: Partial<LabFile>): FileUse[] {
  const seed = (fields.seed ?? []).flatMap((step, index): FileUse[] => {
    if ('wait' in step) return [];
    const { key, template, kind } = useOf(step);
    const sets = combinations([template], fields.parameters ?? {});
    return sets.map((values) => ({
      name: render(template, { ...values, lab: fields.id ?? '' }),
      kind,
      path: ['seed', index, key],
    }));
  });
  const script = (name: string, path: Path): FileUse => ({ name, kind: 'script', path });
  return [
    ...seed,
    ...(fields.solution === undefined ? [] : [script(fields.solution, ['solution'])]),
    ...(['right', 'wrong'] as const).flatMap((kind) =>
      Object.entries(fields[kind] ?? {}).map(([name, { run }]) => script(run, [kind, name, 'run'])),
    ),
  ];
}
