#!/usr/bin/env bash
set -euo pipefail

export KUBECONFIG=/etc/kubernetes/admin.conf
k() { kubectl -n kube-system "$@"; }

case $LAB_FAULT in
  zone)
    k get configmap coredns -o yaml | sed 's/kubernetes cluster\.local/kubernetes cluster.internal/' |
      k replace -f -
    # They read it when they start, or a minute or two later.
    k delete pods -l k8s-app=kube-dns --grace-period=1
    k rollout status deployment coredns --timeout=90s
    ;;
  selector)
    k patch service kube-dns -p '{"spec": {"selector": {"k8s-app": "coredns"}}}'
    ;;
  port)
    k patch service kube-dns --type=json -p '[
      {"op": "replace", "path": "/spec/ports/0/targetPort", "value": 5353},
      {"op": "replace", "path": "/spec/ports/1/targetPort", "value": 5353}
    ]'
    ;;
  scaled)
    k scale deployment coredns --replicas=0
    ;;
esac

# A proxy follows a moment later, and pods that end answer for some seconds.
ask=(kubectl -n "$LAB_NAMESPACE" exec asker -- nslookup -timeout=2 -retry=2)
for _ in {1..60}; do
  "${ask[@]}" kubernetes.default.svc.cluster.local. >/dev/null 2>&1 || exit 0
  sleep 0.5
done
echo "Names still resolve, after fault '$LAB_FAULT'." >&2
exit 1
