#!/usr/bin/env bash
set -euo pipefail

# Scaled before the repair; the flags in another order, in another form, and one for its log.
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_DEPLOYMENT" --replicas="$LAB_REPLICAS"
cka-lab shell control-plane -- bash -s <<'SCRIPT'
set -euo pipefail
manifest=/etc/kubernetes/manifests/$LAB_COMPONENT.yaml
work=/root/$LAB_COMPONENT.yaml
[ -e "$manifest" ] || manifest=/etc/kubernetes/$LAB_COMPONENT.yaml
mv "$manifest" "$work"
sed -i \
  -e 's#\(image: .*\)-rc\.9$#\1#' \
  -e '/--kubeconfig=/d; /--bind-ad*ress=/d' \
  -e "s#^    - $LAB_COMPONENT\$#&\n    - --v=4\n    - --bind-address\n    - 127.0.0.1\n    - --kubeconfig=/etc/kubernetes/${LAB_COMPONENT#kube-}.conf#" \
  "$work"
mv "$work" /etc/kubernetes/manifests/
SCRIPT
kubectl -n "$LAB_NAMESPACE" rollout status deployment "$LAB_DEPLOYMENT" --timeout 4m
