#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
write_command="echo $LAB_ENTRY >$LAB_PATH/inventory.txt && sleep 86400"
read_command="sleep 1; cat $LAB_PATH/*.txt; sleep 86400"
make_volume
make_claim
make_writer
until_ready "$LAB_WRITER"
make_reader
until_ready "$LAB_READER"
