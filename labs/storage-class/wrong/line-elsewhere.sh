#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_class Retain
unmark_standard
file=/tmp/list.txt
make_claim
make_pod
