#!/usr/bin/env bash
set -euo pipefail

right="{ app: \"$LAB_SET\", $LAB_KEY: $LAB_VALUE }"
sed "s/matchLabels: .*/matchLabels: $right/; s/^      labels: .*/      labels: $right/" \
  "$LAB_FILES/replicaset.yaml" | kubectl apply -f -
