import type { KubeObject } from '../../kube/objects.ts';
import { type FieldPath, valueAt } from '../fields.ts';

/** Where `kubectl apply` notes what it was given. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

interface ManagedFields {
  operation?: string;
  fieldsV1?: unknown;
}

/**
 * Whether a field has the value that an applied manifest gave it, so that applying it again leaves
 * it as it is: https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function wasApplied(object: KubeObject, path: FieldPath): boolean {
  const value = valueAt(object, path);
  if (value === undefined) return false;
  const text = object.metadata.annotations?.[LAST_APPLIED];
  const applied = text === undefined ? undefined : valueAt(JSON.parse(text), path);
  if (JSON.stringify(applied) === JSON.stringify(value)) return true;
  const { managedFields = [] } = object.metadata as { managedFields?: ManagedFields[] };
  return managedFields.some(
    ({ operation, fieldsV1 }) => operation === 'Apply' && owns(fieldsV1, path),
  );
}

function owns(fields: unknown, path: FieldPath): boolean {
  const keys = path.map((step) =>
    typeof step === 'string' ? `f:${step}` : `k:${JSON.stringify({ name: step.name })}`,
  );
  return valueAt(fields, keys) !== undefined;
}
