#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

bash "$(dirname "$0")/../solution.sh"
k patch deployment "$LAB_APP" --patch-file /dev/stdin <<YAML
spec:
  template:
    spec:
      containers:
        - name: app
          env: [{ name: WHICH, value: debug }]
          volumeMounts:
            - { name: settings, mountPath: /srv/$LAB_APP/debug, subPath: null, subPathExpr: \$(WHICH) }
YAML
k rollout status "deployment/$LAB_APP" --timeout=90s
