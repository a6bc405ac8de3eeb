#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
kubectl annotate storageclass standard "$LAB_CLASS" $mark-
