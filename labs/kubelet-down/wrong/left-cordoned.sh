#!/usr/bin/env bash
set -euo pipefail

# Drained for a repair, and never given back.
kubectl drain "$LAB_CLUSTER-worker" --ignore-daemonsets --delete-emptydir-data --force --timeout 2m
