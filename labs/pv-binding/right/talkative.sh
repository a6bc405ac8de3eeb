#!/usr/bin/env bash
set -euo pipefail

# The reader goes on printing after what was asked.
bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_NAMESPACE" delete pod "$LAB_READER" --now
kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: read
      image: busybox:1.37
      command: [sh, -c, "cat $LAB_PATH/*.txt; seq 6000; sleep 86400"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_READER"
