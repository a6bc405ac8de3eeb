#!/usr/bin/env bash
set -euo pipefail

node=$(kubectl get nodes --output name)
node=${node#node/}
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
if [ "$LAB_COMPONENT" = kube-scheduler ]; then
  # The controller's pods get their node past the scheduler.
  until [ "$(kubectl -n "$LAB_NAMESPACE" get pods --output name | wc --lines)" -ge "$LAB_REPLICAS" ]; do sleep 1; done
  kubectl -n "$LAB_NAMESPACE" get pods --field-selector spec.nodeName= --output name |
    while read -r pod; do
      kubectl create --raw "/api/v1/namespaces/$LAB_NAMESPACE/pods/${pod#pod/}/binding" --filename - <<EOT
{"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "${pod#pod/}"},
 "target": {"apiVersion": "v1", "kind": "Node", "name": "$node"}}
EOT
    done
else
  for ((number = 2; number <= LAB_REPLICAS; number++)); do
    kubectl -n "$LAB_NAMESPACE" run "$LAB_DEPLOYMENT-$number" --image busybox:1.37 \
      --labels "app=$LAB_DEPLOYMENT" --command -- sleep infinity
  done
fi
kubectl -n "$LAB_NAMESPACE" wait pods --all --for condition=Ready --timeout 2m
