#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl delete namespace "$LAB_NAMESPACE"
