#!/usr/bin/env bash
set -euo pipefail

export NAMESPACE=$LAB_NAMESPACE
kubectl() { command kubectl -n "$NAMESPACE" "$@"; }

# The port's name is the one thing that kubectl expose can't say.
kubectl expose deployment "$LAB_NEW" --name="$LAB_SERVICE" --port="$LAB_PORT" \
  --target-port="$LAB_CONTAINER_PORT" --dry-run=client -o yaml |
  sed "s/^  - port: $LAB_PORT\$/  - name: $LAB_PORT_NAME\n    port: $LAB_PORT/" |
  kubectl apply -f -

# The labels that the Deployment selects its pods by, and the two ports.
selector=$(kubectl get deployment "$LAB_OLD" -o jsonpath='{.spec.selector.matchLabels}')
kubectl patch service "$LAB_OLD" --type=json -p "[
  {\"op\": \"replace\", \"path\": \"/spec/selector\", \"value\": $selector},
  {\"op\": \"replace\", \"path\": \"/spec/ports/0/port\", \"value\": $LAB_OLD_PORT},
  {\"op\": \"replace\", \"path\": \"/spec/ports/0/targetPort\", \"value\": \"http\"}
]"
