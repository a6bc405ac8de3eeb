#!/usr/bin/env bash
set -euo pipefail

kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolume
metadata:
  name: $LAB_NAMESPACE-catalogue
  labels: { content: catalogue }
spec:
  capacity: { storage: ${LAB_CAPACITY}Gi }
  accessModes: [$LAB_MODE, ReadOnlyMany]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  persistentVolumeReclaimPolicy: Retain
  hostPath: { path: /srv/$LAB_NAMESPACE-catalogue, type: DirectoryOrCreate }
  claimRef: { name: catalogue, namespace: $LAB_NAMESPACE }
YAML
kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-catalogue"

kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
spec:
  resources: { requests: { storage: ${LAB_REQUEST}Mi }, limits: { storage: 10Gi } }
  accessModes: [$LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  volumeName: $LAB_NAMESPACE-catalogue
  selector: { matchLabels: { content: catalogue } }
---
# An init container writes; beside it, what does not mount the claim at all.
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_WRITER
  namespace: $LAB_NAMESPACE
spec:
  initContainers:
    - name: write
      image: busybox:1.37
      command: [sh, -c, "echo $LAB_ENTRY >$LAB_PATH/entries.txt"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH }]
    - name: sidecar
      image: busybox:1.37
      restartPolicy: Always
      command: [sleep, "86400"]
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts:
        - { name: catalogue, mountPath: $LAB_PATH }
        - { name: scratch, mountPath: /tmp }
  volumes:
    - name: catalogue
      persistentVolumeClaim: { claimName: catalogue }
    - name: scratch
      emptyDir: {}
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_WRITER"

# A sidecar prints, the main container only mounts.
kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
  namespace: $LAB_NAMESPACE
spec:
  automountServiceAccountToken: false
  initContainers:
    - name: print
      image: busybox:1.37
      restartPolicy: Always
      command: [sh, -c, "cat $LAB_PATH/inventory.txt $LAB_PATH/entries.txt; sleep 86400"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true }]
  containers:
    - name: web
      image: nginx:1.29
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true, recursiveReadOnly: IfPossible }]
  volumes:
    - name: catalogue
      persistentVolumeClaim: { claimName: catalogue, readOnly: true }
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s "pod/$LAB_READER"
