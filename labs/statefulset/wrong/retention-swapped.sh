#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# Three pods again, and the third one's entry.
case $LAB_SCALED in Retain) scaled=Delete ;; *) scaled=Retain ;; esac
here patch statefulset "$LAB_NAME" -p '{"spec": {"replicas": 3,
  "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "'"$scaled"'"}}}'
until_rolled_out
write_entry
