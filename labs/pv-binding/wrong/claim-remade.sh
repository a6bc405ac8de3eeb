#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_volume
make_claim
until_bound
kubectl -n "$namespace" delete pvc catalogue
make_claim
make_writer
make_reader
