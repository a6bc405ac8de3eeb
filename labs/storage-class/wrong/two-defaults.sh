#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
kubectl annotate storageclass standard --overwrite $mark=true
