#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
case $LAB_RULE in
  have) node=$LAB_CLUSTER-control-plane ;;
  lack) node=$LAB_CLUSTER-worker ;;
esac
guard '"nodeName": "'"$node"'", "affinity": null, "tolerations": ['"$toleration"']'
