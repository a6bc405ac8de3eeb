#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
labelled='{"matchExpressions": ['$linux', {"key": "'$LAB_LABEL'", "operator": "Exists"}]}'
worker "$(terms "$labelled")" "$preferred"
