#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_all
make_service
here apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $LAB_NAME }
spec:
  replicas: 3
  selector: { matchLabels: { app: $LAB_NAME } }
  template:
    metadata: { labels: { app: $LAB_NAME } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: web
          image: nginx:1.29
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html }]
      volumes:
        - name: $LAB_CLAIM
          persistentVolumeClaim: { claimName: $LAB_CLAIM-$LAB_NAME-0 }
YAML
here rollout status "deployment/$LAB_NAME" --timeout=90s
