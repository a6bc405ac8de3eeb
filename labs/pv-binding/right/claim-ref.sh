#!/usr/bin/env bash
set -euo pipefail

# The volume is promised to the claim before that exists. Classes the older way, by annotation.
kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata:
  name: $LAB_NAMESPACE-catalogue
  labels: { content: catalogue }
  annotations: { volume.beta.kubernetes.io/storage-class: $LAB_NAMESPACE-$LAB_CLASS }
spec:
  claimRef: { apiVersion: v1, kind: PersistentVolumeClaim, name: catalogue, namespace: $LAB_NAMESPACE }
  capacity: { storage: $((LAB_CAPACITY * 1073741824)) }
  accessModes: [$LAB_MODE, ReadOnlyMany]
  persistentVolumeReclaimPolicy: Retain
  hostPath: { path: /srv/$LAB_NAMESPACE-catalogue }
YAML
kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-catalogue"

kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
  annotations: { volume.beta.kubernetes.io/storage-class: $LAB_NAMESPACE-$LAB_CLASS }
spec:
  resources: { requests: { storage: $((LAB_REQUEST * 1024))Ki } }
  accessModes: [$LAB_MODE]
---
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_WRITER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: idle
      image: busybox:1.37
      command: [sleep, "86400"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML

# Written by hand in the running pod, before the reader begins.
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_WRITER"
kubectl -n "$LAB_NAMESPACE" exec "$LAB_WRITER" -- \
  sh -c "echo $LAB_ENTRY >$LAB_PATH/entries.txt"

kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: read
      image: busybox:1.37
      command: [tail, -n, "+1", -f, $LAB_PATH/inventory.txt, $LAB_PATH/entries.txt]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_READER"
