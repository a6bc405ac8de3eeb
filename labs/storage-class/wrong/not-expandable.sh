#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_class Retain false
