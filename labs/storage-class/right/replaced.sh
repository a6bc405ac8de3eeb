#!/usr/bin/env bash
set -euo pipefail

# Both classes are replaced by force, and the pod comes before its claim.
kubectl -n "$LAB_NAMESPACE" delete "pod/$LAB_POD" "pvc/$LAB_CLAIM" --now
kubectl replace --force -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: $LAB_CLASS }
provisioner: rancher.io/local-path
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: standard }
provisioner: rancher.io/local-path
reclaimPolicy: Delete
volumeBindingMode: WaitForFirstConsumer
YAML
kubectl annotate storageclass "$LAB_CLASS" storageclass.beta.kubernetes.io/is-default-class=true
kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $LAB_POD, namespace: $LAB_NAMESPACE }
spec:
  terminationGracePeriodSeconds: 1
  initContainers:
    - name: write
      image: busybox:1.36
      command: [sh, -c, "echo $LAB_ENTRY >/mnt/list.txt"]
      volumeMounts: [{ name: stock, mountPath: /mnt }]
  containers:
    - name: serve
      image: nginx:1.29
      volumeMounts: [{ name: stock, mountPath: $LAB_PATH/ }]
  volumes: [{ name: stock, persistentVolumeClaim: { claimName: $LAB_CLAIM } }]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $LAB_CLAIM, namespace: $LAB_NAMESPACE }
spec:
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: "$((LAB_REQUEST * 1024))Ki" } }
YAML
