#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms "$linux_term")" "$preferred"
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_WORKER" --replicas=1
