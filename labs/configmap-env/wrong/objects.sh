#!/usr/bin/env bash
set -euo pipefail

# What the solution makes, in parts that a mistake gets wrong: by a variable.

k() { kubectl -n "$LAB_NAMESPACE" "$@"; }

debug='"off"'
key=limits.conf
variable="valueFrom: { configMapKeyRef: { name: $LAB_SETTINGS, key: mode } }"
more_env=""
env_from="envFrom: [{ prefix: SHOP_, configMapRef: { name: company } }]"
items="items: [{ key: limits.conf, path: $LAB_FILE }], defaultMode: $LAB_PERMISSIONS"
debug_mount="mountPath: /srv/$LAB_APP/debug, subPath: debug"
command='[sleep, "86400"]'

make_settings() {
  k apply -f - <<YAML
apiVersion: v1
kind: ConfigMap
metadata: { name: $LAB_SETTINGS }
data:
  mode: $LAB_MODE
  debug: $debug
  $key: |
    max-orders=$LAB_ORDERS
    max-items=$LAB_ITEMS
YAML
}

make_app() {
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
          command: $command
          env:
            - { name: $LAB_VARIABLE, $variable }
            $more_env
          $env_from
          volumeMounts:
            - { name: limits, mountPath: /etc/$LAB_APP }
            - { name: settings, $debug_mount }
      volumes:
        - { name: limits, configMap: { name: $LAB_SETTINGS, $items } }
        - { name: settings, configMap: { name: $LAB_SETTINGS } }
YAML
}

until_rolled_out() {
  k rollout status "deployment/$LAB_APP" --timeout=90s
}
