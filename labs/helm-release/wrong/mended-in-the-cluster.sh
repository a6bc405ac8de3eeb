#!/usr/bin/env bash
set -euo pipefail

run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
values=(--set "replicas=$LAB_REPLICAS,greeting=$LAB_GREETING")
chart=$LAB_FILES/shopfront
run install "$LAB_RELEASE" "$chart" "${values[@]}"
sed -i "s/^version: .*/version: $LAB_VERSION/" "$chart/Chart.yaml"
run upgrade "$LAB_RELEASE" "$chart" "${values[@]}" --set "image.tag=$LAB_TAG"
run upgrade "$LAB_RELEASE" "$chart" --values "$LAB_FILES/rush.yaml"
run rollback "$LAB_RELEASE" 2

set -- kubectl -n "$LAB_NAMESPACE" patch
case $LAB_TROUBLE in
  port) "$@" service "$LAB_RELEASE" -p '{"spec":{"ports":[{"port":80,"targetPort":"http"}]}}' ;;
  selector) "$@" service "$LAB_RELEASE" -p '{"spec":{"selector":{"app":"'"$LAB_RELEASE"'"}}}' ;;
  folder)
    "$@" deployment "$LAB_RELEASE" --type=json -p '[{"op":"replace",
      "path":"/spec/template/spec/containers/0/command/2",
      "value":"echo $GREETING >/usr/share/nginx/html/index.html; exec nginx -g \"daemon off;\""}]'
    ;;
esac
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
