#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here delete deployment "$LAB_NAME"
here wait --for=delete pod --selector="app=$LAB_NAME" --timeout=60s
here delete pod import
here delete pvc --all
make_all
