#!/usr/bin/env bash
# One values file for install and upgrade; values as texts; each step waits.
set -euo pipefail

chart=$LAB_FILES/shopfront
run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
cat >"$LAB_FILES/values.yaml" <<YAML
replicas: "$LAB_REPLICAS"
greeting: $LAB_GREETING
YAML
run upgrade --install "$LAB_RELEASE" "$chart" --values "$LAB_FILES/values.yaml" --wait

case $LAB_TROUBLE in
  # The Service leads to a port that no container has.
  port) sed -i 's/targetPort: web/targetPort: http/' "$chart/templates/service.yaml" ;;
  # It selects by the chart's name, and the pods have the release's.
  selector) sed -i 's/{{ .Chart.Name }}/{{ .Release.Name }}/' "$chart/templates/service.yaml" ;;
  # The page is where nginx doesn't look for it.
  folder) sed -i 's#/usr/share/nginx/page#/usr/share/nginx/html#g' "$chart/templates/deployment.yaml" ;;
esac
sed -i "s/^version: .*/version: $LAB_VERSION/" "$chart/Chart.yaml"
run upgrade "$LAB_RELEASE" "$chart" --reuse-values --set-string "image.tag=$LAB_TAG" --wait
run upgrade "$LAB_RELEASE" "$chart" -f "$LAB_FILES/values.yaml" -f "$LAB_FILES/rush.yaml" \
  --wait --timeout 3s || true
run rollback "$LAB_RELEASE" --wait
