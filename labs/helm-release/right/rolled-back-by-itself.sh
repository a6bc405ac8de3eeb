#!/usr/bin/env bash
# The last upgrade takes itself back; the values stand in the chart.
set -euo pipefail

chart=$LAB_FILES/shopfront
run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
sed -i "s/^replicas: .*/replicas: $LAB_REPLICAS/; s/^greeting: .*/greeting: $LAB_GREETING/" \
  "$chart/values.yaml"
run install "$LAB_RELEASE" "$chart"

case $LAB_TROUBLE in
  # The Service leads to a port that no container has.
  port) sed -i 's/targetPort: web/targetPort: http/' "$chart/templates/service.yaml" ;;
  # It selects by the chart's name, and the pods have the release's.
  selector) sed -i 's/{{ .Chart.Name }}/{{ .Release.Name }}/' "$chart/templates/service.yaml" ;;
  # The page is where nginx doesn't look for it.
  folder) sed -i 's#/usr/share/nginx/page#/usr/share/nginx/html#g' "$chart/templates/deployment.yaml" ;;
esac
sed -i "s/^version: .*/version: $LAB_VERSION/" "$chart/Chart.yaml"
sed -i "s/tag: .*/tag: $LAB_TAG/" "$chart/values.yaml"
run upgrade "$LAB_RELEASE" "$chart" --wait
flag=--atomic
if run upgrade --help | grep -q -- --rollback-on-failure; then flag=--rollback-on-failure; fi
run upgrade "$LAB_RELEASE" "$chart" -f "$LAB_FILES/rush.yaml" "$flag" --timeout 5s || true
run history "$LAB_RELEASE"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
