#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_APP-tools" delete networkpolicy guarded
