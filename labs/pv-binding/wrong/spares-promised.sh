#!/usr/bin/env bash
set -euo pipefail

# The class is right again.
kubectl patch pv "$LAB_NAMESPACE-spare" "$LAB_NAMESPACE-scans" -p '{"spec": {
  "storageClassName": "'"$LAB_NAMESPACE-$LAB_CLASS"'",
  "claimRef": {"namespace": "'"$LAB_NAMESPACE"'-annex", "name": "later"}
}}'
