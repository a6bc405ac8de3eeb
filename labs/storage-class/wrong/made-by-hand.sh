#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
delete_work
kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata: { name: $LAB_NAMESPACE-by-hand }
spec:
  capacity: { storage: $request }
  accessModes: [ReadWriteOnce]
  storageClassName: $LAB_CLASS
  persistentVolumeReclaimPolicy: Retain
  hostPath: { path: /srv/$LAB_NAMESPACE-by-hand }
YAML
claim_class="volumeName: $LAB_NAMESPACE-by-hand"
make_claim
make_pod
