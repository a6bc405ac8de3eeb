#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_class Delete
delete_work
make_claim
make_pod
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=120s "pod/$LAB_POD"
make_class Retain
