#!/usr/bin/env bash
# Revisions between those that were asked for, among them rollbacks, and one to the wrong revision.
set -euo pipefail

chart=$LAB_FILES/shopfront
run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
values=(--set "replicas=$LAB_REPLICAS,greeting=$LAB_GREETING")
run install "$LAB_RELEASE" "$chart"
run upgrade "$LAB_RELEASE" "$chart" "${values[@]}"

case $LAB_TROUBLE in
  # The Service leads to a port that no container has.
  port) sed -i 's/targetPort: web/targetPort: http/' "$chart/templates/service.yaml" ;;
  # It selects by the chart's name, and the pods have the release's.
  selector) sed -i 's/{{ .Chart.Name }}/{{ .Release.Name }}/' "$chart/templates/service.yaml" ;;
  # The page is where nginx doesn't look for it.
  folder) sed -i 's#/usr/share/nginx/page#/usr/share/nginx/html#g' "$chart/templates/deployment.yaml" ;;
esac
sed -i "s/^version: .*/version: $LAB_VERSION/" "$chart/Chart.yaml"
cp -r "$chart" "$LAB_FILES/mended"
cd "$LAB_FILES"
run upgrade "$LAB_RELEASE" ./mended
run upgrade "$LAB_RELEASE" ./mended --reset-values "${values[@]}" --set "image.tag=$LAB_TAG"
run upgrade "$LAB_RELEASE" mended --reuse-values --values rush.yaml
run rollback "$LAB_RELEASE" 1
run rollback "$LAB_RELEASE" 4
kubectl -n "$LAB_NAMESPACE" rollout restart "deployment/$LAB_RELEASE"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
