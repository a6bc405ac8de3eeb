#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
kubectl label storageclass "$LAB_CLASS" $mark=true
