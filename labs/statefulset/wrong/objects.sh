#!/usr/bin/env bash
# What the solution does, in parts that a mistake gets wrong: by a variable, or left out.
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }
label=$LAB_NAME
governor=$LAB_SERVICE
order=OrderedReady
when_scaled=$LAB_SCALED
template=$LAB_CLAIM
size=${LAB_SIZE}Mi
cluster_ip="clusterIP: None"

# The old set goes; its pods and claims stay.
remove_set() {
  here delete statefulset "$LAB_NAME" --cascade=orphan --ignore-not-found
}

remove_pods() {
  local ordinal
  for ordinal in 0 1 2; do
    here delete pod "$LAB_NAME-$ordinal" --ignore-not-found --now
  done
}

remove_third_claim() {
  here delete pvc "$LAB_CLAIM-$LAB_NAME-2" --ignore-not-found
}

remove_all() {
  remove_set
  remove_pods
  remove_third_claim
  here delete service "$LAB_SERVICE" --ignore-not-found
}

make_service() {
  here apply -f - <<YAML
apiVersion: v1
kind: Service
metadata: { name: $LAB_SERVICE }
spec: { $cluster_ip, selector: { app: $label }, ports: [{ name: http, port: 80 }] }
YAML
}

make_set() {
  here apply -f - <<YAML
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: $LAB_NAME }
spec:
  replicas: 3
  serviceName: $governor
  podManagementPolicy: $order
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: $when_scaled }
  selector: { matchLabels: { app: $LAB_NAME } }
  template:
    metadata: { labels: { app: $LAB_NAME } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.29
          ports: [{ name: http, containerPort: 80 }]
          volumeMounts: [{ name: $template, mountPath: /usr/share/nginx/html }]
  volumeClaimTemplates:
    - metadata: { name: $template }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: standard
        resources: { requests: { storage: $size } }
YAML
}

write_entry() {
  here exec "$LAB_NAME-2" -- sh -c "echo $LAB_ENTRY >/usr/share/nginx/html/journal.txt"
}

until_rolled_out() {
  here rollout status "statefulset/$LAB_NAME" --timeout=120s
}

make_all() {
  make_service
  make_set
  until_rolled_out
  write_entry
}
