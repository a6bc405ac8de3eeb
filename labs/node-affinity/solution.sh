#!/usr/bin/env bash
set -euo pipefail

case $LAB_RULE in
  have) operator=Exists ;;
  lack) operator=DoesNotExist ;;
esac

# The nodeSelector that is there must go: it counts beside the affinity.
kubectl -n "$LAB_NAMESPACE" patch "$LAB_KIND" "$LAB_GUARD" --type=merge -p '{"spec": {"template": {"spec": {
  "nodeSelector": null,
  "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
    "nodeSelectorTerms": [{"matchExpressions": [
      {"key": "node-role.kubernetes.io/control-plane", "operator": "'$operator'"}
    ]}]
  }}},
  "tolerations": [
    {"key": "node-role.kubernetes.io/control-plane", "operator": "Exists", "effect": "NoSchedule"}
  ]
}}}}'

kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKER" --type=merge -p '{"spec": {"template": {"spec": {
  "affinity": {"nodeAffinity": {
    "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [
      {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}
    ]}]},
    "preferredDuringSchedulingIgnoredDuringExecution": [
      {"weight": '"$LAB_HIGH"', "preference": {"matchExpressions": [
        {"key": "'"$LAB_LABEL"'", "operator": "In", "values": ["'"$LAB_BEST"'"]}
      ]}},
      {"weight": '"$LAB_LOW"', "preference": {"matchExpressions": [
        {"key": "'"$LAB_LABEL"'", "operator": "In", "values": ["'"$LAB_GOOD"'"]}
      ]}}
    ]
  }}
}}}}'

kubectl -n "$LAB_NAMESPACE" rollout status "$LAB_KIND/$LAB_GUARD" --timeout=90s
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_WORKER" --timeout=90s
