#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_NAMESPACE" set resources deployment "$LAB_WORKLOAD" \
  --containers=worker --requests=cpu=0.01
kubectl -n "$LAB_NAMESPACE" set resources deployment "$LAB_WORKLOAD" \
  --containers=reporter --requests=cpu="${LAB_REPORTER_REQUEST}m"
kubectl apply -f - <<YAML
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: $LAB_AUTOSCALER
  namespace: $LAB_NAMESPACE
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: $LAB_WORKLOAD
  minReplicas: 2
  maxReplicas: $LAB_MOST
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: $LAB_TARGET
  behavior:
    scaleDown:
      stabilizationWindowSeconds: $LAB_WINDOW
YAML
