#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# What can't be changed goes; orphans are left, so that no claim goes with the set.
here delete statefulset "$LAB_NAME" --cascade=orphan --ignore-not-found
here delete pod "$LAB_NAME-0" "$LAB_NAME-1" "$LAB_NAME-2" --ignore-not-found
here delete pvc "$LAB_CLAIM-$LAB_NAME-2" --ignore-not-found
here delete service "$LAB_SERVICE" --ignore-not-found

here apply -f - <<YAML
apiVersion: v1
kind: Service
metadata:
  name: $LAB_SERVICE
spec:
  clusterIP: None
  selector: { app: $LAB_NAME }
  ports: [{ name: http, port: 80 }]
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: $LAB_NAME
spec:
  replicas: 3
  serviceName: $LAB_SERVICE
  podManagementPolicy: OrderedReady
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: $LAB_SCALED }
  selector: { matchLabels: { app: $LAB_NAME } }
  template:
    metadata: { labels: { app: $LAB_NAME } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.29
          ports: [{ name: http, containerPort: 80 }]
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html }]
  volumeClaimTemplates:
    - metadata: { name: $LAB_CLAIM }
      spec:
        accessModes: [ReadWriteOnce]
        storageClassName: standard
        resources: { requests: { storage: ${LAB_SIZE}Mi } }
YAML
here rollout status "statefulset/$LAB_NAME" --timeout=120s
here exec "$LAB_NAME-2" -- sh -c "echo $LAB_ENTRY >/usr/share/nginx/html/journal.txt"
