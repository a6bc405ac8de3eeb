#!/usr/bin/env bash
set -euo pipefail

# The claim names its volume; amounts in other units, modes in another order, a slash too many.
kubectl create -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata:
  name: $LAB_NAMESPACE-catalogue
  labels: { content: catalogue, keeper: museum }
spec:
  capacity: { storage: $((LAB_CAPACITY * 1024))Mi }
  accessModes: [ReadOnlyMany, $LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  # Retain is what a volume has that says nothing.
  hostPath: { path: /srv/$LAB_NAMESPACE-catalogue/, type: Directory }
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - { key: node-role.kubernetes.io/control-plane, operator: DoesNotExist }
YAML
kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-catalogue"

kubectl create -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
spec:
  volumeName: $LAB_NAMESPACE-catalogue
  resources: { requests: { storage: "$((LAB_REQUEST * 1048576))" } }
  accessModes: [$LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
---
# Read-only by the volume, not by the mount.
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: read
      image: busybox:1.37
      command: [sh, -c, "while true; do cat $LAB_PATH/*.txt; sleep 1; done"]
      volumeMounts: [{ name: kept, mountPath: $LAB_PATH/ }]
  volumes:
    - name: kept
      persistentVolumeClaim: { claimName: catalogue, readOnly: true }
---
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_WRITER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: write
      image: nginx:1.29
      lifecycle:
        postStart:
          exec: { command: [sh, -c, "echo $LAB_ENTRY >$LAB_PATH/entries.txt"] }
      volumeMounts: [{ name: kept, mountPath: $LAB_PATH }]
  volumes:
    - name: kept
      persistentVolumeClaim: { claimName: catalogue }
YAML

kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s \
  "pod/$LAB_WRITER" "pod/$LAB_READER"
