#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/objects.sh"
env_from=""
more_env="- { name: SHOP_REGION, valueFrom: { configMapKeyRef: { name: company, key: REGION } } }
            - { name: SHOP_CURRENCY, valueFrom: { configMapKeyRef: { name: company, key: CURRENCY } } }"
k patch deployment "$LAB_APP" --type=json \
  -p '[{"op": "remove", "path": "/spec/template/spec/containers/0/envFrom"}]'
make_app
until_rolled_out
