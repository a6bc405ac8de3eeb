#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
kubectl -n "$LAB_APP" label pod "$LAB_API-2" --overwrite track=stable
