#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
guard '"nodeSelector": null, "tolerations": [{"operator": "Exists"}], '"$required"
until_rolled_out "$LAB_KIND/$LAB_GUARD"
