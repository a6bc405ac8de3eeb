#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
guard '"nodeSelector": null, "tolerations": ['"$toleration"'], "affinity": {"nodeAffinity": {
  "preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "preference": '"$need"'}]
}}'
