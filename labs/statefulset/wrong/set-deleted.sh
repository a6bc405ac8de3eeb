#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here wait --for=condition=Ready --timeout=60s "pod/$LAB_NAME-0" "pod/$LAB_NAME-1"
here delete pod import
here delete statefulset "$LAB_NAME"
here wait --for=delete --timeout=60s "pvc/$LAB_CLAIM-$LAB_NAME-0" "pvc/$LAB_CLAIM-$LAB_NAME-1"
remove_all
make_all
