#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

k create configmap "$LAB_SETTINGS" --from-literal=mode="$LAB_MODE" --from-literal=debug=off \
  --from-literal=limits.conf="max-orders=$LAB_ORDERS
max-items=$LAB_ITEMS"

k patch deployment "$LAB_APP" --patch-file /dev/stdin <<YAML
spec:
  template:
    spec:
      containers:
        - name: app
          env:
            - name: $LAB_VARIABLE
              valueFrom: { configMapKeyRef: { name: $LAB_SETTINGS, key: mode } }
          envFrom:
            - prefix: SHOP_
              configMapRef: { name: company }
          volumeMounts:
            - { name: limits, mountPath: /etc/$LAB_APP }
            - { name: settings, mountPath: /srv/$LAB_APP/debug, subPath: debug }
      volumes:
        - name: limits
          configMap:
            name: $LAB_SETTINGS
            items: [{ key: limits.conf, path: $LAB_FILE }]
            defaultMode: $LAB_PERMISSIONS
        - name: settings
          configMap: { name: $LAB_SETTINGS }
YAML
k rollout status "deployment/$LAB_APP" --timeout=90s
