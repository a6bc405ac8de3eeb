import type { KubeObject } from '../../kube/objects.ts';
import type { Look } from '../define.ts';
import type { Facts } from '../facts.ts';
import type { FieldPath } from '../fields.ts';
import { type Failed, failed, isFailed, passed } from '../verdict.ts';
import { wasApplied } from './applied.ts';
import { type Overlay, type OverlayRef, readOverlay } from './overlay.ts';

/** Something that an overlay changes. */
export interface Change {
  /** In words: 'the image'. */
  title: string;
  /** Values of which one must be written in the overlay, wherever and by whatever means. */
  written: readonly string[];
  /** Whether two values mean the same; the same text when not said. */
  same?: (one: string, other: string) => boolean;
  /** The field of an object in the cluster that shows it. */
  at?: { ref: string; path: FieldPath };
}

/** The overlay is there and takes the objects of these kinds from the base, not from copies. */
export function buildsOnBase(ref: OverlayRef, kinds: readonly string[]): Look {
  return async (facts) => {
    const overlay = await overlayIn(facts, ref);
    if (isFailed(overlay)) return overlay;
    const expected = `the resources of ${ref.folder} are those of ${ref.base}`;
    if (!overlay.onBase) return failed({ expected, actual: `they don't lead to ${ref.base}` });
    const copies = overlay.own.filter((own) => kinds.includes(own.split('/')[0] ?? ''));
    if (copies.length === 0) return passed();
    return failed({ expected, actual: `it brings its own ${copies.join(', ')}` });
  };
}

/**
 * Each change is written in the overlay, and what the cluster has of it was applied: made by hand
 * instead, the next `kubectl apply -k` would undo it or know nothing of it. Whether the values are
 * the right ones, other checks say.
 */
export function overlayGives(ref: OverlayRef, changes: readonly [Change, ...Change[]]): Look {
  return async (facts) => {
    const overlay = await overlayIn(facts, ref);
    if (isFailed(overlay)) return overlay;
    const missing = changes.filter((change) => !isWritten(overlay, change));
    if (missing.length > 0) {
      return failed({
        expected: `${ref.folder} alone gives what was asked for`,
        actual: `nothing in it gives ${titlesOf(missing)}`,
      });
    }
    const applied = await Promise.all(changes.map((change) => isApplied(facts, change)));
    const byHand = changes.filter((_, index) => !applied[index]);
    if (byHand.length === 0) return passed();
    return failed({
      expected: 'what the cluster has was applied with `kubectl apply`',
      actual: `not applied: ${titlesOf(byHand)}`,
    });
  };
}

async function overlayIn(facts: Facts, ref: OverlayRef): Promise<Overlay | Failed> {
  const overlay = await readOverlay(facts, ref);
  if (overlay) return overlay;
  return failed({
    expected: `a kustomization.yaml in ${ref.folder}`,
    actual: 'there is none that can be read',
  });
}

function isWritten({ values }: Overlay, { written, same = Object.is }: Change): boolean {
  const means = (wanted: string, value: string) => {
    try {
      return same(wanted, value);
    } catch {
      // Most values of an overlay are no quantity, for instance.
      return false;
    }
  };
  return values.some((value) => written.some((wanted) => means(wanted, value)));
}

async function isApplied(facts: Facts, { at }: Change): Promise<boolean> {
  if (!at) return true;
  const object = await facts.get<KubeObject>(at.ref);
  return object !== undefined && wasApplied(object, at.path);
}

function titlesOf(changes: readonly Change[]): string {
  return changes.map(({ title }) => title).join(', ');
}
