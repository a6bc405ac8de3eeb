#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# Scaled to none before it is orphaned, the old set leaves no pods.
if here get statefulset "$LAB_NAME" 2>/dev/null; then
  here scale statefulset "$LAB_NAME" --replicas=0
  here wait --for=delete --timeout=60s "pod/$LAB_NAME-0" "pod/$LAB_NAME-1" "pod/$LAB_NAME-2"
  here delete statefulset "$LAB_NAME" --cascade=orphan
  here delete service "$LAB_SERVICE"
fi

# The third claim is made by hand. kubectl makes a Service select app=<its own name>.
here delete pvc "$LAB_CLAIM-$LAB_NAME-2"
here create service clusterip "$LAB_SERVICE" --clusterip=None
here create -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $LAB_CLAIM-$LAB_NAME-2 }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: $((LAB_SIZE * 1024))Ki } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: $LAB_NAME }
spec:
  replicas: 2
  serviceName: $LAB_SERVICE
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: $LAB_SCALED }
  selector: { matchLabels: { app: $LAB_SERVICE } }
  template:
    metadata: { labels: { app: $LAB_SERVICE } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: nginx
          image: nginx:1.28
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html }]
  volumeClaimTemplates:
    - metadata: { name: $LAB_CLAIM, labels: { kept: "true" } }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: standard
        resources: { requests: { storage: ${LAB_SIZE}Mi } }
YAML
here rollout status "statefulset/$LAB_NAME" --timeout=120s
here scale statefulset "$LAB_NAME" --replicas=3
here rollout status "statefulset/$LAB_NAME" --timeout=120s
here exec "$LAB_NAME-2" -- sh -c "echo $LAB_ENTRY >/usr/share/nginx/html/journal.txt"
