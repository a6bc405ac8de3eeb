#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
guard '"nodeSelector": null, "tolerations": null, '"$required"
