#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" delete rolebinding editors
kubectl -n "$LAB_NAMESPACE" patch role "$LAB_ROLE" --type json \
  -p '[{"op":"add","path":"/rules/0/verbs/-","value":"patch"}]'
