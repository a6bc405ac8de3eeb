#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here delete service "$LAB_SERVICE"
cluster_ip="type: ClusterIP"
make_service
