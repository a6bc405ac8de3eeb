import path from 'node:path';
import { documentsIn } from '../../yaml/learner.ts';
import type { Facts } from '../facts.ts';

/** Folders of the learner's, by their names in {{files}}. */
export interface OverlayRef {
  folder: string;
  base: string;
}

/** A kustomization with all that it names, but without its base. */
export interface Overlay {
  /** Whether its resources lead to the base, by whatever folders. */
  onBase: boolean;
  /** Objects that it brings itself, as 'Kind/name'. */
  own: readonly string[];
  /** Every value that is written in it, as text. */
  values: readonly string[];
}

/** https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/ */
const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];
const RESOURCES = ['resources', 'bases', 'components'];
/** One line, with blanks or not; what begins with a slash is nobody's. */
const FILE_NAME = /^[^\n\0/][^\n\0]{0,254}$/;

interface Written {
  /** The field of the kustomization that it stands under. */
  field: string;
  text: string;
}

/** Reads an overlay in the learner's folder. Undefined when there is no kustomization. */
export async function readOverlay(
  facts: Pick<Facts, 'file'>,
  { folder, base }: OverlayRef,
): Promise<Overlay | undefined> {
  const found = { onBase: false, own: [] as string[], values: [] as string[] };
  const seen = new Set<string>();

  async function visit(folder: string): Promise<boolean> {
    const text = await kustomizationOf(facts, folder);
    if (text === undefined) return false;
    if (seen.has(folder)) return true;
    seen.add(folder);
    for (const written of writtenIn(text)) {
      found.values.push(...valuesOf(written.text));
      for (const name of fileNames(written.text)) await follow(folder, written.field, name);
    }
    return true;
  }

  async function follow(from: string, field: string, name: string): Promise<void> {
    const target = path.posix.join(from, name).replace(/\/$/, '');
    if (target === base) found.onBase ||= RESOURCES.includes(field);
    // What stands in the base is not the overlay's; what is outside of the folder is nobody's.
    if (target === base || target.startsWith(`${base}/`) || target.startsWith('..')) return;
    if (seen.has(target) || (await visit(target))) return;
    const text = await facts.file(target);
    if (text === undefined) return;
    seen.add(target);
    found.values.push(...valuesOf(text));
    if (RESOURCES.includes(field)) found.own.push(...objectsIn(text));
  }

  return (await visit(folder)) ? found : undefined;
}

async function kustomizationOf(facts: Pick<Facts, 'file'>, folder: string) {
  for (const name of NAMES) {
    const text = await facts.file(path.posix.join(folder, name));
    if (text !== undefined) return text;
  }
  return undefined;
}

function writtenIn(kustomization: string): Written[] {
  return documentsIn(kustomization).flatMap((document) =>
    Object.entries(isObject(document) ? document : {}).flatMap(([field, value]) =>
      scalarsIn(value).map((text) => ({ field, text })),
    ),
  );
}

/** A text, its lines, what it assigns, and what it says as YAML: a patch may stand inline. */
function valuesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  const assigned = lines.flatMap((line) => (line.includes('=') ? [afterSign(line)] : []));
  const inside = documentsIn(text)
    .filter((document) => typeof document === 'object')
    .flatMap(scalarsIn);
  return [text, ...(inside.length > 0 ? inside : lines), ...assigned];
}

/** Names of files that a value may be: 'page.html', or 'index.html=page.html'. */
function fileNames(text: string): string[] {
  return [text, afterSign(text)].filter((name) => FILE_NAME.test(name));
}

function afterSign(text: string): string {
  return text
    .slice(text.indexOf('=') + 1)
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}

function scalarsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(scalarsIn);
  if (isObject(value)) return Object.values(value).flatMap(scalarsIn);
  return value === null || value === undefined ? [] : [String(value)];
}

function objectsIn(text: string): string[] {
  return documentsIn(text).flatMap((document) => {
    const { kind, metadata } = (isObject(document) ? document : {}) as {
      kind?: string;
      metadata?: { name?: string };
    };
    return kind === undefined ? [] : [`${kind}/${metadata?.name ?? ''}`];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
