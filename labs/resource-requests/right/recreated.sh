#!/usr/bin/env bash
set -euo pipefail

# One patch: all old pods go first. The same amounts in other words.
main="{\"cpu\": \"0.0$LAB_CPU\", \"memory\": \"65536Ki\"}"
agent='{"cpu": "0.025", "memory": "16777216"}'
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_APP" -p '{"spec": {
  "strategy": {"type": "Recreate", "rollingUpdate": null},
  "template": {"spec": {"containers": [
    {"name": "main", "resources": {"requests": '"$main"', "limits": '"$main"'}},
    {"name": "agent", "resources": {"requests": '"$agent"', "limits": '"$agent"'}}
  ]}}
}}'
# Graded while the pods still come up.
