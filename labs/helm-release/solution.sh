#!/usr/bin/env bash
set -euo pipefail

chart=$LAB_FILES/shopfront
run() { helm --namespace "$LAB_NAMESPACE" "$@"; }
values=(--set "replicas=$LAB_REPLICAS" --set "greeting=$LAB_GREETING")

run install "$LAB_RELEASE" "$chart" "${values[@]}"

# What is wrong shows in the templates: `helm template`. One of these finds something to change.
# The Service leads to a port that no container has.
sed -i 's/targetPort: web/targetPort: http/' "$chart/templates/service.yaml"
# It selects by the chart's name, and the pods have the release's.
sed -i 's/{{ .Chart.Name }}/{{ .Release.Name }}/' "$chart/templates/service.yaml"
# The page is where nginx doesn't look for it.
sed -i 's#/usr/share/nginx/page#/usr/share/nginx/html#g' "$chart/templates/deployment.yaml"
sed -i "s/^version: .*/version: $LAB_VERSION/" "$chart/Chart.yaml"
run upgrade "$LAB_RELEASE" "$chart" "${values[@]}" --set "image.tag=$LAB_TAG"
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s

run upgrade "$LAB_RELEASE" "$chart" --values "$LAB_FILES/rush.yaml"
run rollback "$LAB_RELEASE" 2

# The pod of the mishap takes a moment to go.
until [ "$(kubectl -n "$LAB_NAMESPACE" get pods -o name -l "app=$LAB_RELEASE" | wc -l)" -eq "$LAB_REPLICAS" ]; do
  sleep 1
done
kubectl -n "$LAB_NAMESPACE" rollout status "deployment/$LAB_RELEASE" --timeout=300s
