#!/usr/bin/env bash
set -euo pipefail

# A first claim, without a selector, takes the spare volume.
kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
spec:
  resources: { requests: { storage: ${LAB_REQUEST}Mi } }
  accessModes: [$LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=jsonpath='{.status.phase}'=Bound --timeout=60s pvc/catalogue

# It goes, the spare volume is made free again, and then all is done as it should be.
kubectl -n "$LAB_NAMESPACE" delete pvc catalogue
kubectl wait --for=jsonpath='{.status.phase}'=Released --timeout=60s "pv/$LAB_NAMESPACE-spare"
kubectl patch pv "$LAB_NAMESPACE-spare" --type=json -p '[{"op": "remove", "path": "/spec/claimRef"}]'
kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-spare"
bash "$(dirname "$0")/../solution.sh"
