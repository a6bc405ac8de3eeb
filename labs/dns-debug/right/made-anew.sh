#!/usr/bin/env bash
set -euo pipefail

k() { kubectl -n kube-system "$@"; }

# The service made again, at the address that it had; a Corefile written anew; new pods.
address=$(k get service kube-dns -o jsonpath='{.spec.clusterIP}')
k delete service kube-dns
k create -f - <<YAML
apiVersion: v1
kind: Service
metadata: { name: kube-dns, labels: { k8s-app: kube-dns, kubernetes.io/name: CoreDNS } }
spec:
  clusterIP: $address
  selector: { k8s-app: kube-dns }
  ports:
    - { name: dns, port: 53, protocol: UDP }
    - { name: dns-tcp, port: 53, protocol: TCP }
    - { name: metrics, port: 9153 }
YAML
server=$(kubectl -n "$LAB_NAMESPACE" get pod names -o jsonpath='{.status.podIP}')
k patch configmap coredns --type=merge --patch-file=/dev/stdin <<YAML
data:
  Corefile: |
    $LAB_DOMAIN {
      forward . $server
    }
    . {
      errors
      health
      ready
      kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
      }
      forward . /etc/resolv.conf
      cache
      reload
    }
YAML
k scale deployment coredns --replicas=0
k scale deployment coredns --replicas=2
k rollout status deployment coredns --timeout=120s
