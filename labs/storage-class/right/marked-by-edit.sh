#!/usr/bin/env bash
set -euo pipefail

# One thing after the other, the line by hand, and a claim that names the class.
mark=storageclass.kubernetes.io/is-default-class
kubectl delete storageclass "$LAB_CLASS"
kubectl create -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: $LAB_CLASS }
provisioner: rancher.io/local-path
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
YAML
kubectl annotate storageclass standard "$mark-"
kubectl annotate storageclass "$LAB_CLASS" "$mark=true"

kubectl create -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $LAB_CLAIM, namespace: $LAB_NAMESPACE }
spec:
  storageClassName: $LAB_CLASS
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: ${LAB_REQUEST}Mi } }
---
apiVersion: v1
kind: Pod
metadata: { name: $LAB_POD, namespace: $LAB_NAMESPACE }
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: busybox
      image: busybox:1.37
      command: [sleep, "86400"]
      volumeMounts: [{ name: stock, mountPath: $LAB_PATH }]
  volumes: [{ name: stock, persistentVolumeClaim: { claimName: $LAB_CLAIM } }]
YAML
kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=120s "pod/$LAB_POD"
kubectl -n "$LAB_NAMESPACE" exec "$LAB_POD" -- sh -c "echo $LAB_ENTRY >$LAB_PATH/list.txt"
