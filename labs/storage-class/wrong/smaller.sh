#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
delete_work
kubectl delete pv "$LAB_NAMESPACE-by-hand"
request=${LAB_REQUEST}M
make_claim
make_pod
