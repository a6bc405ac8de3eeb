#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
kubectl delete pv "$LAB_NAMESPACE-spare" "$LAB_NAMESPACE-scans"
leads_to=""
run_all
