#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
remove_set
remove_pods
here apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $LAB_CLAIM-$LAB_NAME-2 }
spec:
  accessModes: [ReadWriteOnce]
  storageClassName: $LAB_NAMESPACE-fast
  resources: { requests: { storage: $size } }
YAML
make_set
here wait --for=condition=Ready --timeout=60s "pod/$LAB_NAME-0"
