#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
case $LAB_REVISION in
  2) edition=noon ;;
  3) edition=evening ;;
esac
update
give_cause
until_rolled_out
k set env "deployment/$LAB_PRESS" EDITION=$edition
until_rolled_out
