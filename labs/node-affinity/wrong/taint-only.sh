#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
case $LAB_RULE in
  have) tolerations='['"$toleration"']' ;;
  lack) tolerations=null ;;
esac
guard '"nodeSelector": null, "affinity": null, "tolerations": '"$tolerations"
