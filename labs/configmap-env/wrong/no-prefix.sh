#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
# The list of keys goes.
env_from="envFrom: [{ configMapRef: { name: company } }]"
k set env "deployment/$LAB_APP" SHOP_REGION- SHOP_CURRENCY-
make_app
until_rolled_out
