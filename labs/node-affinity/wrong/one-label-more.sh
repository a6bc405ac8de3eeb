#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
worker "$(terms '{"matchExpressions": [
  {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]},
  {"key": "kubernetes.io/arch", "operator": "Exists"}
]}')" "$preferred"
