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
  // kubectl's own notes: applying an object as it is changes nothing.
  'kubectl.kubernetes.io/last-applied-configuration',
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
/** Fields of the spec that a controller fills in, by kind. */
const SPEC: Record<string, readonly string[]> = {
  PersistentVolume: ['claimRef'],
  PersistentVolumeClaim: ['volumeName'],
  Pod: ['nodeName'],
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
  const { annotations, finalizers, ...meta } = omit(metadata, METADATA) as {
    annotations?: Json;
    finalizers?: string[];
  };
  const keptAnnotations = omit(annotations, ANNOTATIONS);
  const keptFinalizers = (finalizers ?? []).filter((name) => !FINALIZERS.test(name));
  return {
    ...rest,
    metadata: {
      ...meta,
      ...(Object.keys(keptAnnotations).length > 0 ? { annotations: keptAnnotations } : {}),
      ...(keptFinalizers.length > 0 ? { finalizers: keptFinalizers } : {}),
    },
    ...(spec === undefined ? {} : { spec: omit(spec, SPEC[String(rest.kind)] ?? []) }),
  };
}

function omit(object: Json | undefined, names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => !names.includes(name)));
}
