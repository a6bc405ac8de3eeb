#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_APP-data" delete pod "$LAB_DATABASE-1"
