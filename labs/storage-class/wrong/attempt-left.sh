#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# It is marked, and allows expansion, which can be changed; all else stays.
kubectl annotate storageclass "$LAB_CLASS" $mark=true
kubectl patch storageclass "$LAB_CLASS" -p '{"allowVolumeExpansion": true}'
unmark_standard
make_claim
make_pod
