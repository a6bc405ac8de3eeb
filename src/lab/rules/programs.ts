import { isDeepStrictEqual } from 'node:util';
import type { Finding, Position } from '../../yaml/finding.ts';
import { type Path, parseYaml, type YamlDocument } from '../../yaml/parse.ts';
import { findingAt, type Source, sourceOf } from '../../yaml/source.ts';
import { programsOfImage } from '../image-programs.ts';
import { valueAt } from '../manifest.ts';
import { sampleSets } from '../samples.ts';
import { renderScript } from '../script.ts';
import { commandsIn, hereDocumentsIn, programsIn } from '../shell-programs.ts';
import { filledManifests, oncePerPlace } from './manifests.ts';
import type { Rule } from './rule.ts';
import { scriptsOf } from './scripts.ts';

/** Where a container names what it runs. */
const COMMANDS: readonly Path[] = [
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe, 'exec', 'command']),
  ...['postStart', 'preStop'].map((moment) => ['lifecycle', moment, 'exec', 'command']),
];

/**
 * What runs in pods is in the published image that they name, and not only in the one that is built
 * where no registry answers: in manifests, and in those that scripts apply.
 */
export const programsAreInImages: Rule = (subject) => {
  const manifests = filledManifests(subject).flatMap(({ rendered, objects }) =>
    objects.flatMap(({ document }) => inDocument(rendered.file, document)),
  );
  const values = subject.fields.parameters
    ? sampleSets(subject.source.id, subject.fields.parameters)[0]
    : undefined;
  const scripts = scriptsOf(subject).flatMap((script) => inScript(script, values ?? {}));
  return oncePerPlace([...manifests, ...scripts]);
};

function inScript(script: Source, parameters: Readonly<Record<string, string>>): Finding[] {
  const text = renderScript(script.text, { parameters });
  const report = (offset: number) => script.at(placeIn(script.text, text, offset));
  const manifests = hereDocumentsIn(text)
    .filter((document) => document.text.includes('image:'))
    .flatMap(({ text: body, offset }) => {
      const filled = body.replaceAll('\\$', '$');
      const { documents } = parseYaml(sourceOf(script.file, filled));
      return documents.flatMap((document) =>
        inDocument(script.file, document).map((finding) => ({ ...finding, ...report(offset) })),
      );
    });
  const typed = commandsIn(text).flatMap((command) => {
    const image = imageOf(command);
    const behind = command.indexOf('--');
    if (image === undefined || behind < 0) return [];
    return missing(script.file, script.at(0), image, command.slice(behind + 1));
  });
  return [...manifests, ...typed];
}

/** The line is the same: no value has several. */
function placeIn(raw: string, rendered: string, offset: number): number {
  const line = rendered.slice(0, offset).split('\n').length - 1;
  return raw
    .split('\n')
    .slice(0, line)
    .reduce((sum, { length }) => sum + length + 1, 0);
}

/** The image of `kubectl run … --image=IMAGE -- …`. */
function imageOf(command: readonly string[]): string | undefined {
  const index = command.findIndex((word) => /^--image(=|$)/.test(word));
  if (command[0] !== 'kubectl' || index < 0) return undefined;
  return command[index]?.split('=')[1] ?? command[index + 1];
}

function inDocument(file: string, document: YamlDocument): Finding[] {
  return containersIn(document.value).flatMap(({ path, image }) => {
    const wordsAt = (inner: Path) =>
      wordsOf(valueAt(document.value, [...path, ...inner] as string[]));
    const [command, args] = [wordsAt(['command']), wordsAt(['args'])];
    const main = [...command, ...args];
    const at = command.length > 0 && !isDeepStrictEqual(command, ['sh', '-c']) ? 'command' : 'args';
    return [
      ...missing(file, document.at([...path, at]), image, main),
      ...COMMANDS.flatMap((inner) =>
        missing(file, document.at([...path, ...inner]), image, wordsAt(inner)),
      ),
    ];
  });
}

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Every mapping that has an image, wherever it stands. */
function containersIn(value: unknown, path: Path = []): { path: Path; image: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const image = Reflect.get(value, 'image');
  return [
    ...(typeof image === 'string' ? [{ path, image }] : []),
    ...Object.entries(value).flatMap(([key, inner]) =>
      containersIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function missing(file: string, at: Position, image: string, argv: readonly string[]): Finding[] {
  const there = programsOfImage(image);
  if (!there) return [];
  const lacking = [...new Set(programsIn(argv))].filter((program) => !there.has(program));
  if (lacking.length === 0) return [];
  return [findingAt(file, at, `${image}, as it is published, has no ${lacking.join(', ')}`)];
}
