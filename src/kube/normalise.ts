type Json = Record<string, unknown>;

// Changed by the API server or by controllers, whoever touches the object.
const METADATA = [
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
];
const ANNOTATIONS = [
  'deployment.kubernetes.io/revision',
  'deprecated.daemonset.template.generation',
  // kubectl's own notes: applying an object as it is, or `rollout restart`, changes nothing.
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubectl.kubernetes.io/restartedAt',
  'node.alpha.kubernetes.io/ttl',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'pv.kubernetes.io/provisioned-by',
  'volume.beta.kubernetes.io/storage-provisioner',
  'volume.kubernetes.io/selected-node',
  'volume.kubernetes.io/storage-provisioner',
  'volumes.kubernetes.io/controller-managed-attach-detach',
];
const FINALIZERS = /^(?:kubernetes\.io\/p(?:v|vc)-protection|foregroundDeletion|orphan)$/;
/** Fields of the spec that a controller fills in, or `kubectl debug` does, by kind. */
const SPEC: Record<string, readonly string[]> = {
  PersistentVolume: ['claimRef'],
  PersistentVolumeClaim: ['volumeName'],
  Pod: ['nodeName', 'ephemeralContainers'],
};

/** An object without what changes by itself: two are equal when nobody changed anything. */
export function normalise(object: object): Json {
  const {
    status: _,
    metadata,
    spec,
    ...rest
  } = structuredClone(object) as Json & {
    metadata?: Json;
    spec?: Json;
  };
  const { finalizers, ...meta } = omit(metadata, METADATA) as { finalizers?: string[] };
  const keptFinalizers = (finalizers ?? []).filter((name) => !FINALIZERS.test(name));
  return {
    ...rest,
    metadata: {
      ...withoutNotes(meta),
      ...(keptFinalizers.length > 0 ? { finalizers: keptFinalizers } : {}),
    },
    ...(spec === undefined ? {} : { spec: normaliseSpec(spec, String(rest.kind)) }),
  };
}

function normaliseSpec(spec: Json, kind: string): Json {
  const kept = omit(spec, SPEC[kind] ?? []);
  const { metadata } = (kept.template ?? {}) as { metadata?: Json };
  if (!metadata) return kept;
  return { ...kept, template: { ...(kept.template as Json), metadata: withoutNotes(metadata) } };
}

function withoutNotes({ annotations, ...metadata }: Json): Json {
  const kept = omit((annotations ?? {}) as Json, ANNOTATIONS);
  return Object.keys(kept).length > 0 ? { ...metadata, annotations: kept } : metadata;
}

function omit(object: Json | undefined, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => !names.includes(name)));
}
