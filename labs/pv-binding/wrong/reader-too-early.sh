#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
read_command="cat $LAB_PATH/inventory.txt $LAB_PATH/entries.txt; sleep 86400"
make_volume
make_claim
make_reader
until_ready "$LAB_READER"
make_writer
until_ready "$LAB_WRITER"
