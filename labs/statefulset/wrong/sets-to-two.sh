#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here scale statefulset "$LAB_NAME" --replicas=2
here wait --for=delete --timeout=60s "pod/$LAB_NAME-2"
