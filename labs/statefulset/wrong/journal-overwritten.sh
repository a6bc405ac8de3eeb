#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
here delete service "$LAB_SERVICE"
make_service
here exec "$LAB_NAME-0" -- sh -c "cd /usr/share/nginx/html; cp journal.txt kept; echo $LAB_ENTRY >journal.txt"
