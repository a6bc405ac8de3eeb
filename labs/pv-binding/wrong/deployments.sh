#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# make_pod NAME COMMAND MOUNT
make_pod() {
  kubectl apply -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $1, namespace: $namespace }
spec:
  selector: { matchLabels: { app: $1 } }
  template:
    metadata: { labels: { app: $1 } }
    spec:
      containers:
        - name: busybox
          image: busybox:1.37
          command: [sh, -c, "$2"]
          volumeMounts: [{ name: catalogue, $3 }]
      volumes: [{ name: catalogue, $backing }]
YAML
}
make_all
kubectl -n "$namespace" wait --for=condition=Available --timeout=90s --all deployments
