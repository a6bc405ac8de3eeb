#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
k scale deployment coredns --replicas=1
