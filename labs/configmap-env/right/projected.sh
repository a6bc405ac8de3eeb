#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

k apply -f - <<YAML
apiVersion: v1
kind: ConfigMap
metadata: { name: $LAB_SETTINGS }
immutable: true
data: { mode: $LAB_MODE, debug: "off", limits.conf: "max-orders=$LAB_ORDERS\nmax-items=$LAB_ITEMS" }
YAML

# A projected volume, and the whole Deployment sent again.
k apply --server-side --force-conflicts --field-manager=learner -f - <<YAML
apiVersion: apps/v1
kind: Deployment
metadata: { name: $LAB_APP }
spec:
  selector: { matchLabels: { app: $LAB_APP } }
  template:
    metadata: { labels: { app: $LAB_APP } }
    spec:
      containers:
        - name: app
          image: busybox:1.37
          command: [sleep, "86400"]
          env:
            - name: $LAB_VARIABLE
              valueFrom: { configMapKeyRef: { name: $LAB_SETTINGS, key: mode, optional: false } }
          envFrom:
            - { prefix: SHOP_, configMapRef: { name: company } }
          volumeMounts:
            - { name: files, mountPath: /etc/$LAB_APP, readOnly: true }
            - { name: debug, mountPath: /srv/$LAB_APP/debug, subPath: debug, readOnly: true }
      volumes:
        - name: files
          projected:
            defaultMode: $LAB_PERMISSIONS
            sources:
              - configMap: { name: $LAB_SETTINGS, items: [{ key: limits.conf, path: $LAB_FILE }] }
        - name: debug
          configMap: { name: $LAB_SETTINGS, items: [{ key: debug, path: debug }] }
YAML

k rollout status "deployment/$LAB_APP" --timeout=90s
