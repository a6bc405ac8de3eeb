import { randomBytes } from 'node:crypto';
import type { Step } from './instance.ts';
import type { Parameter } from './parameters.ts';
import type { LabFile } from './schema.ts';
import { render, type Values } from './template.ts';

const BYTES = 12;

/** A new value for each name. Nothing but the host's record of the lab holds them all. */
export function drawSecrets(names: readonly string[]): Values {
  // A letter first: digits alone, or 1e5, would be a number to YAML.
  return Object.fromEntries(names.map((name) => [name, `x${randomBytes(BYTES).toString('hex')}`]));
}

/** The steps with secrets in their manifests, the one place where they may stand. */
export function withSecrets<S extends Step>(steps: readonly S[], secrets: Values): S[] {
  return steps.map((step) =>
    'apply' in step ? { ...step, text: render(step.text, secrets) } : step,
  );
}

/** Parameters that look like a lab's secrets, to fill manifests with samples. */
export function sampleSecrets({ secrets = [] }: Partial<LabFile>): Record<string, Parameter> {
  return Object.fromEntries(
    secrets.map((name) => [name, { random: 'hex', length: 2 * BYTES + 1 }]),
  );
}
