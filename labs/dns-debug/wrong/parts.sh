#!/usr/bin/env bash
# What the solution does, in parts that a mistake gets wrong or leaves out.
set -euo pipefail

k() { kubectl -n kube-system "$@"; }

# Whatever the fault is: what is right already stays so.
repair() {
  k patch service kube-dns --type=json -p '[
    {"op": "replace", "path": "/spec/selector", "value": {"k8s-app": "kube-dns"}},
    {"op": "replace", "path": "/spec/ports/0/targetPort", "value": 53},
    {"op": "replace", "path": "/spec/ports/1/targetPort", "value": 53}
  ]'
  k scale deployment coredns --replicas=2
}

address_of() { kubectl -n "$LAB_NAMESPACE" get service "$1" -o jsonpath='{.spec.clusterIP}'; }

# main_block [ZONES]: as kubeadm makes it
main_block() {
  cat <<COREFILE
.:53 {
    errors
    health {
       lameduck 5s
    }
    ready
    kubernetes ${1-cluster.local in-addr.arpa ip6.arpa} {
       pods insecure
       fallthrough in-addr.arpa ip6.arpa
       ttl 30
    }
    prometheus :9153
    forward . /etc/resolv.conf
    cache 30
    loop
    reload
    loadbalance
}
COREFILE
}

# stub_block SERVER
stub_block() {
  cat <<COREFILE
$LAB_DOMAIN:53 {
    errors
    forward . $1
}
COREFILE
}

# configure: the Corefile from standard input, taken in
configure() {
  k create configmap coredns --from-file=Corefile=/dev/stdin --dry-run=client -o yaml |
    k replace -f -
  k rollout restart deployment coredns
}

until_rolled_out() { k rollout status deployment coredns --timeout=120s; }
