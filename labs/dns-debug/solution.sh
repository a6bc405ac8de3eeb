#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n kube-system "$@"; }

# What is wrong shows in the Corefile, the service and the deployment. What is right stays as it is.
k patch service kube-dns -p '{"spec": {"selector": {"k8s-app": "kube-dns"}}}'
k patch service kube-dns --type=json -p '[
  {"op": "replace", "path": "/spec/ports/0/targetPort", "value": 53},
  {"op": "replace", "path": "/spec/ports/1/targetPort", "value": 53}
]'
k scale deployment coredns --replicas=2

# The zone is cluster.local, as pods have it in their /etc/resolv.conf.
server=$(kubectl -n "$LAB_NAMESPACE" get service names -o jsonpath='{.spec.clusterIP}')
{
  k get configmap coredns -o jsonpath='{.data.Corefile}' |
    sed 's/kubernetes cluster\.internal/kubernetes cluster.local/'
  cat <<COREFILE

$LAB_DOMAIN:53 {
    errors
    cache 30
    forward . $server
}
COREFILE
} | k create configmap coredns --from-file=Corefile=/dev/stdin --dry-run=client -o yaml |
  k replace -f -
k rollout restart deployment coredns
