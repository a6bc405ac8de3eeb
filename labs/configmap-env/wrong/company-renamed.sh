#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
make_settings
k patch configmap company --type=json -p '[
  {"op": "move", "from": "/data/REGION", "path": "/data/SHOP_REGION"},
  {"op": "move", "from": "/data/CURRENCY", "path": "/data/SHOP_CURRENCY"}
]'
env_from="envFrom: [{ configMapRef: { name: company } }]"
make_app
until_rolled_out
