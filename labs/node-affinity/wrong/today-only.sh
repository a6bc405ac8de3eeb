#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# One value of the label, or one node's name.
case $LAB_RULE in
  have) selector='{"'$role'": "", "kubernetes.io/hostname": null}' ;;
  lack) selector='{"'$role'": null, "kubernetes.io/hostname": "'"$LAB_CLUSTER"'-worker"}' ;;
esac
guard '"nodeSelector": '"$selector"', "affinity": null, "tolerations": ['"$toleration"']'
