#!/usr/bin/env bash
set -euo pipefail

worker=$(kubectl get nodes -l '!node-role.kubernetes.io/control-plane' -o name)

# A local volume, and a class that lets the scheduler bind it when a pod comes.
kubectl apply -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: $LAB_NAMESPACE-$LAB_CLASS
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
---
apiVersion: v1
kind: PersistentVolume
metadata:
  name: $LAB_NAMESPACE-catalogue
  labels: { content: catalogue, part: first }
spec:
  capacity: { storage: ${LAB_CAPACITY}Gi }
  accessModes: [$LAB_MODE, ReadOnlyMany]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  persistentVolumeReclaimPolicy: Retain
  local: { path: /srv/$LAB_NAMESPACE-catalogue }
  nodeAffinity:
    required:
      nodeSelectorTerms:
        - matchExpressions:
            - { key: kubernetes.io/hostname, operator: In, values: [${worker#node/}] }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
spec:
  resources: { requests: { storage: ${LAB_REQUEST}Mi } }
  accessModes: [$LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  selector:
    matchExpressions:
      - { key: part, operator: Exists }
YAML

# The reader is there first: it follows a file that comes later.
kubectl -n "$LAB_NAMESPACE" apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
spec:
  containers:
    - name: read
      image: busybox:1.37
      command: [tail, -n, "+1", -F, $LAB_PATH/inventory.txt, $LAB_PATH/entries.txt]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_READER"

kubectl -n "$LAB_NAMESPACE" apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_WRITER
spec:
  containers:
    - name: write
      image: busybox:1.37
      workingDir: $LAB_PATH
      command: [sh, -c, "while true; do echo $LAB_ENTRY >>entries.txt; sleep 1; done"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_WRITER"
