#!/usr/bin/env bash
set -euo pipefail

# autoscaling/v1 has no field for the behavior: it is an annotation there.
kubectl -n "$LAB_NAMESPACE" delete hpa "$LAB_AUTOSCALER"
kubectl -n "$LAB_NAMESPACE" scale deployment "$LAB_WORKLOAD" --replicas=1
kubectl apply -f - <<YAML
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: $LAB_AUTOSCALER
  namespace: $LAB_NAMESPACE
  annotations:
    autoscaling.alpha.kubernetes.io/behavior: >-
      {"ScaleDown": {"StabilizationWindowSeconds": $LAB_WINDOW, "SelectPolicy": "Max",
      "Policies": [{"Type": "Percent", "Value": 100, "PeriodSeconds": 15}]}}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: $LAB_WORKLOAD
  minReplicas: 2
  maxReplicas: $LAB_MOST
  targetCPUUtilizationPercentage: $LAB_TARGET
YAML
