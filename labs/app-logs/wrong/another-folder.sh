#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/found.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
LAB_FILES=$folder
write_errors
write_container
write_client 'was lost'
