#!/usr/bin/env bash
set -euo pipefail

cka-lab shell worker -- systemctl start containerd kubelet
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
