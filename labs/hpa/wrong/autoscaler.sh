#!/usr/bin/env bash
# make_autoscaler NAMESPACE KIND NAME
set -euo pipefail

make_autoscaler() {
  kubectl apply -f - <<YAML
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: $LAB_AUTOSCALER, namespace: $1 }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: $2, name: $3 }
  minReplicas: 2
  maxReplicas: $LAB_MOST
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: $LAB_TARGET } }
  behavior: { scaleDown: { stabilizationWindowSeconds: $LAB_WINDOW } }
YAML
}
