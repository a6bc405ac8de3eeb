#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_set
remove_pods
remove_third_claim
make_service
here apply -f - <<YAML
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: $LAB_NAME }
spec:
  replicas: 3
  serviceName: $LAB_SERVICE
  persistentVolumeClaimRetentionPolicy: { whenDeleted: Retain, whenScaled: $LAB_SCALED }
  selector: { matchLabels: { app: $LAB_NAME } }
  template:
    metadata: { labels: { app: $LAB_NAME } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.29
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html }]
      volumes: [{ name: $LAB_CLAIM, emptyDir: {} }]
YAML
until_rolled_out
write_entry
