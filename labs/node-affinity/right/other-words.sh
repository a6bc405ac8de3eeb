#!/usr/bin/env bash
set -euo pipefail

case $LAB_RULE in
  have) operator=Exists ;;
  lack) operator=DoesNotExist ;;
esac

# Two terms, one of which any node fits; the taint's value is empty.
kubectl -n "$LAB_NAMESPACE" patch "$LAB_KIND" "$LAB_GUARD" --type=merge -p '{"spec": {"template": {"spec": {
  "nodeSelector": {"kubernetes.io/hostname": null, "node-role.kubernetes.io/control-plane": null},
  "affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
    "nodeSelectorTerms": [
      {"matchExpressions": [
        {"key": "node-role.kubernetes.io/control-plane", "operator": "'$operator'"},
        {"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}
      ]},
      {"matchExpressions": [
        {"key": "node-role.kubernetes.io/control-plane", "operator": "'$operator'"},
        {"key": "kubernetes.io/os", "operator": "NotIn", "values": ["linux"]}
      ]}
    ]
  }}},
  "tolerations": [{"key": "node-role.kubernetes.io/control-plane", "value": ""}]
}}}}'

# What is required by nodeSelector, and weights that add up.
kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKER" --type=merge -p '{"spec": {"template": {"spec": {
  "nodeSelector": {"kubernetes.io/os": "linux"},
  "affinity": {"nodeAffinity": {
    "requiredDuringSchedulingIgnoredDuringExecution": null,
    "preferredDuringSchedulingIgnoredDuringExecution": [
      {"weight": '"$LAB_LOW"', "preference": {"matchExpressions": [
        {"key": "'"$LAB_LABEL"'", "operator": "In", "values": ["'"$LAB_BEST"'", "'"$LAB_GOOD"'"]}
      ]}},
      {"weight": '$((LAB_HIGH - LAB_LOW))', "preference": {"matchExpressions": [
        {"key": "'"$LAB_LABEL"'", "operator": "In", "values": ["'"$LAB_BEST"'"]}
      ]}}
    ]
  }}
}}}}'
