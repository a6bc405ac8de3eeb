#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" patch role "$LAB_ROLE" --type json \
  -p '[{"op":"remove","path":"/rules/0/verbs/3"}]'
kubectl -n "$LAB_NAMESPACE" delete rolebinding "$LAB_TEAM"
kubectl -n "$LAB_NAMESPACE" create rolebinding "$LAB_USER" --role "$LAB_ROLE" --user "$LAB_USER"
