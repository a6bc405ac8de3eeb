#!/usr/bin/env bash
set -euo pipefail

# The policy is right again; bound to each other, the two stay so without the label.
kubectl patch pv "$LAB_NAMESPACE-catalogue" \
  -p '{"spec": {"persistentVolumeReclaimPolicy": "Retain"}}'
kubectl label pv "$LAB_NAMESPACE-catalogue" content-
