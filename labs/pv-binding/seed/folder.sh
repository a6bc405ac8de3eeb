#!/usr/bin/env bash
set -euo pipefail

folder=/srv/$LAB_NAMESPACE-catalogue
mkdir -p "$folder"
# Nobody can print it without having read it.
od -An -N8 -tx1 /dev/urandom | tr -d ' ' | tee "$folder/inventory.txt"
