#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKLOAD" -p '{
  "spec": {"replicas": '"$LAB_MOST"', "template": {"spec": {"containers": [
    {"name": "worker", "resources": {"requests": {"cpu": "10m"}}},
    {"name": "reporter", "resources": {"requests": {"cpu": "'"$LAB_REPORTER_REQUEST"'m"}}}
  ]}}}
}'
