#!/usr/bin/env bash
set -euo pipefail

read -r namespace name < <(bash "$(dirname "$0")/guilty.sh")
kubectl -n "$namespace" delete networkpolicy "$name"
