#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
node=$(kubectl get nodes -l node-role.kubernetes.io/control-plane -o name)
pods="nodeName: ${node#node/}"
run_all
