#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_volume
selector=$leads_to
leads_to=""
make_claim
until_bound
kubectl -n "$namespace" delete pvc catalogue
leads_to=$selector
run_all
