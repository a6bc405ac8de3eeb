import type { Finding } from '../../yaml/finding.ts';
import { findingAt, type Source } from '../../yaml/source.ts';
import { type ManifestObject, manifestObjects, valueAt } from '../manifest.ts';
import { parseRef, refText } from '../ref.ts';
import { sampleSets } from '../samples.ts';
import { sampleSecrets } from '../secrets.ts';
import { type Replacement, render, renderSource, templatesIn, type Values } from '../template.ts';
import { fileUses } from '../uses.ts';
import { atValue, type Rule, type Subject } from './rule.ts';

interface Filled {
  rendered: Source;
  replacements: Replacement[];
  values: Values;
  objects: ManifestObject[];
  findings: Finding[];
}

/** Every manifest, filled with every sample of every parameter; not those that can't be filled. */
export function filledManifests({ source, fields, files }: Subject): Filled[] {
  if (!fields.parameters) return [];
  const sets = sampleSets(source.id, { ...fields.parameters, ...sampleSecrets(fields) });
  const uses = fileUses(fields).filter(({ kind }) => kind === 'manifest');
  const names = new Set(uses.map(({ name }) => name));
  return [...names].flatMap((name) => {
    const text = files.read(name);
    if (!text || templatesIn(render(text.text, sets[0] ?? {})).length > 0) return [];
    return sets.map((values) => {
      const { rendered, replacements } = renderSource(text, values);
      return { rendered, replacements, values, ...manifestObjects(rendered) };
    });
  });
}

/** Manifests are YAML of objects that the lab owns. */
export const manifestsAreRight: Rule = (subject) => {
  const manifests = filledManifests(subject);
  return [
    ...oncePerPlace(manifests.flatMap(({ findings }) => findings)),
    ...oncePerPlace(textStaysText(subject, manifests)),
    ...oncePerPlace(seedIsOwned(subject, manifests)),
    ...keptIsSeeded(subject, manifests),
  ];
};

/** A mistake shows with each of a parameter's values, and is one mistake. */
export function oncePerPlace(findings: readonly Finding[]): Finding[] {
  const places = new Map<string, Finding>();
  for (const finding of findings) {
    const place = `${finding.file}:${finding.line}:${finding.column}`;
    if (!places.has(place)) places.set(place, finding);
  }
  return [...places.values()];
}

/** A value that is text in lab.yaml stays text in a manifest: "1.10" without quotes is 1.1 there. */
function textStaysText({ fields }: Subject, manifests: readonly Filled[]): Finding[] {
  return manifests.flatMap(({ rendered, replacements, values, objects }) =>
    objects
      .flatMap(({ document }) => document.scalars.map((scalar) => ({ ...scalar, document })))
      .flatMap(({ plain, isKey, raw, start, path, document }): Finding[] => {
        const whole = replacements.find(
          (one) => one.start === start && one.end === start + raw.length,
        );
        const parameter = whole && fields.parameters?.[whole.name];
        if (!whole || !parameter || !plain || isKey) return [];
        const isText = 'pick' in parameter && parameter.pick.includes(values[whole.name] ?? '');
        if (!isText || typeof valueAt(document.value, path) === 'string') return [];
        const message = `${raw} is text in lab.yaml but not here: write "{{${whole.name}}}"`;
        return [findingAt(rendered.file, rendered.at(start), message)];
      }),
  );
}

/** Seeded objects are in namespaces that the lab owns, or are named in owns.objects. */
function seedIsOwned({ fields: { owns } }: Subject, manifests: readonly Filled[]): Finding[] {
  if (!owns) return [];
  return manifests.flatMap(({ rendered, values, objects }) => {
    const namespaces = owns.namespaces.map((name) => render(name, values));
    const named = owns.objects.map((text) => refText(parseRef(render(text, values))));
    return objects.flatMap(({ ref, at }): Finding[] => {
      const owned =
        ref.kind === 'Namespace'
          ? namespaces.includes(ref.name)
          : ref.namespace !== undefined && namespaces.includes(ref.namespace);
      if (owned || named.some((text) => text === refText(ref) || sameKind(text, refText(ref)))) {
        return [];
      }
      const message =
        ref.namespace === undefined
          ? `${refText(ref)} says no namespace and is not in owns.objects`
          : `${refText(ref)} is outside of the namespaces that the lab owns`;
      return [findingAt(rendered.file, at, message)];
    });
  });
}

/** 'Gateway.gateway.networking.k8s.io/web' names the same as 'Gateway/web'. */
function sameKind(owned: string, seeded: string): boolean {
  return owned.replace(/^(\w+)\.[^/]*/, '$1') === seeded;
}

/** What must be left alone is seeded. Scripts and controllers may make what manifests don't show. */
function keptIsSeeded(subject: Subject, manifests: readonly Filled[]): Finding[] {
  const { owns, seed = [], keep = [], probes = [] } = subject.fields;
  if (!owns || seed.some((step) => 'run' in step)) return [];
  const lists = { keep, probes };
  return (['keep', 'probes'] as const).flatMap((list) =>
    lists[list].flatMap((text, index): Finding[] => {
      const missing = manifestsByValues(manifests).some(({ values, seeded }) => {
        const ref = parseRef(render(text, values));
        const namespaces = owns.namespaces.map((name) => render(name, values));
        const ours = ref.namespace !== undefined && namespaces.includes(ref.namespace);
        return ours && !MADE_BY_CONTROLLERS.test(text) && !seeded.has(refText(ref));
      });
      const message = `${text} is not among the objects that the seed makes`;
      return missing ? [atValue(subject, [list, index], message, 'warning')] : [];
    }),
  );
}

const MADE_BY_CONTROLLERS = /^(ConfigMap\/kube-root-ca\.crt|ServiceAccount\/default) /;

function manifestsByValues(
  manifests: readonly Filled[],
): { values: Values; seeded: Set<string> }[] {
  const sets = new Map<string, { values: Values; seeded: Set<string> }>();
  for (const { values, objects } of manifests) {
    const key = JSON.stringify(values);
    const set = sets.get(key) ?? { values, seeded: new Set<string>() };
    for (const { ref } of objects) set.seeded.add(refText(ref));
    sets.set(key, set);
  }
  return [...sets.values()];
}
