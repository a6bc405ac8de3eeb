#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_class Retain
kubectl -n "$LAB_NAMESPACE" delete pvc "old-$LAB_CLAIM"
