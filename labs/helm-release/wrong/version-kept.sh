#!/usr/bin/env bash
set -euo pipefail

chart=$LAB_FILES/shopfront
run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
values=(--set "replicas=$LAB_REPLICAS" --set "greeting=$LAB_GREETING")

run install "$LAB_RELEASE" "$chart" "${values[@]}"

case $LAB_TROUBLE in
  # The Service leads to a port that no container has.
  port) sed -i 's/targetPort: web/targetPort: http/' "$chart/templates/service.yaml" ;;
  # It selects by the chart's name, and the pods have the release's.
  selector) sed -i 's/{{ .Chart.Name }}/{{ .Release.Name }}/' "$chart/templates/service.yaml" ;;
  # The page is where nginx doesn't look for it.
  folder) sed -i 's#/usr/share/nginx/page#/usr/share/nginx/html#g' "$chart/templates/deployment.yaml" ;;
esac
run upgrade "$LAB_RELEASE" "$chart" "${values[@]}" --set "image.tag=$LAB_TAG"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s

run upgrade "$LAB_RELEASE" "$chart" --values "$LAB_FILES/rush.yaml"
run rollback "$LAB_RELEASE" 2
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
