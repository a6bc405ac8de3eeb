#!/usr/bin/env bash
# What the solution makes, in parts that a mistake gets wrong: by a variable, or left out.
set -euo pipefail

namespace=$LAB_NAMESPACE
capacity=${LAB_CAPACITY}Gi
volume_modes="$LAB_MODE, ReadOnlyMany"
volume_class=$LAB_NAMESPACE-$LAB_CLASS
label=catalogue
policy=Retain
folder=/srv/$LAB_NAMESPACE-catalogue
request=${LAB_REQUEST}Mi
claim_modes=$LAB_MODE
# Lines of the claim's spec, as flow YAML.
claim_class="storageClassName: $LAB_NAMESPACE-$LAB_CLASS,"
leads_to="selector: { matchLabels: { content: catalogue } },"
write_command="echo $LAB_ENTRY >>$LAB_PATH/entries.txt && sleep 86400"
read_command="cd $LAB_PATH; until grep -s . entries.txt; do sleep 1; done; cat inventory.txt; sleep 86400"
backing="persistentVolumeClaim: { claimName: catalogue }"
mount="mountPath: $LAB_PATH"
read_mount="mountPath: $LAB_PATH, readOnly: true"
# Lines of both pods' specs.
pods=""

make_volume() {
  kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: { name: $LAB_NAMESPACE-catalogue, labels: { content: $label } }
spec:
  capacity: { storage: $capacity }
  accessModes: [$volume_modes]
  storageClassName: "$volume_class"
  persistentVolumeReclaimPolicy: $policy
  hostPath: { path: $folder }
YAML
  # A claim that finds no volume looks again only after fifteen seconds.
  kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-catalogue"
}

make_claim() {
  kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: catalogue, namespace: $namespace }
spec: { resources: { requests: { storage: $request } }, $claim_class $leads_to accessModes: [$claim_modes] }
YAML
}

# make_pod NAME COMMAND MOUNT
make_pod() {
  kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $1, namespace: $namespace }
spec:
  $pods
  containers:
    - name: busybox
      image: busybox:1.37
      command: [sh, -c, "$2"]
      volumeMounts: [{ name: catalogue, $3 }]
  volumes: [{ name: catalogue, $backing }]
YAML
}

make_writer() { make_pod "$LAB_WRITER" "$write_command" "$mount"; }
make_reader() { make_pod "$LAB_READER" "$read_command" "$read_mount"; }

# until_ready POD…
until_ready() {
  kubectl -n "$namespace" wait --for=condition=Ready --timeout=90s "${@/#/pod/}"
}

until_bound() {
  kubectl -n "$namespace" wait --for=jsonpath='{.status.phase}'=Bound --timeout=60s pvc/catalogue
}

make_all() {
  make_volume
  make_claim
  make_writer
  make_reader
}

run_all() {
  make_all
  until_ready "$LAB_WRITER" "$LAB_READER"
}
