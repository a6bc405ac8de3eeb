#!/usr/bin/env bash
set -euo pipefail

kubectl patch pv "$LAB_NAMESPACE-catalogue" \
  -p '{"spec": {"persistentVolumeReclaimPolicy": "Delete"}}'
