#!/usr/bin/env bash
set -euo pipefail

# Both workloads, by a part of their pods' spec that a mistake gets wrong.

case $LAB_RULE in
  have) operator=Exists ;;
  lack) operator=DoesNotExist ;;
esac
role=node-role.kubernetes.io/control-plane
need='{"matchExpressions": [{"key": "'$role'", "operator": "'$operator'"}]}'
required='"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": ['$need']}}}'
toleration='{"key": "'$role'", "operator": "Exists", "effect": "NoSchedule"}'

# guard FIELDS, as JSON
guard() {
  kubectl -n "$LAB_NAMESPACE" patch "$LAB_KIND" "$LAB_GUARD" --type=merge \
    -p '{"spec": {"template": {"spec": {'"$1"'}}}}'
}

# in_label VALUE
in_label() {
  echo '{"key": "'"$LAB_LABEL"'", "operator": "In", "values": ["'"$1"'"]}'
}

# weighed WEIGHT VALUE
weighed() {
  echo '{"weight": '"$1"', "preference": {"matchExpressions": ['"$(in_label "$2")"']}}'
}

linux='{"key": "kubernetes.io/os", "operator": "In", "values": ["linux"]}'
linux_term='{"matchExpressions": ['$linux']}'
preferred="$(weighed "$LAB_HIGH" "$LAB_BEST"), $(weighed "$LAB_LOW" "$LAB_GOOD")"

# worker TERMS PREFERENCES
worker() {
  kubectl -n "$LAB_NAMESPACE" patch deployment "$LAB_WORKER" --type=merge -p '
    {"spec": {"template": {"spec": {"affinity": {"nodeAffinity": {
      "requiredDuringSchedulingIgnoredDuringExecution": '"$1"',
      "preferredDuringSchedulingIgnoredDuringExecution": ['"$2"']
    }}}}}}'
}

# terms TERM,…
terms() {
  echo '{"nodeSelectorTerms": ['"$1"']}'
}

until_rolled_out() {
  kubectl -n "$LAB_NAMESPACE" rollout status "$1" --timeout=90s
}
