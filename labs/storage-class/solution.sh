#!/usr/bin/env bash
set -euo pipefail

# What makes a class different can't be changed in one that is there.
kubectl delete storageclass "$LAB_CLASS"
kubectl apply -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata:
  name: $LAB_CLASS
  annotations:
    storageclass.kubernetes.io/is-default-class: "true"
provisioner: rancher.io/local-path
reclaimPolicy: Retain
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: true
YAML
kubectl patch storageclass standard -p '{
  "metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "false"}}
}'

kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: $LAB_CLAIM
  namespace: $LAB_NAMESPACE
spec:
  accessModes: [ReadWriteOnce]
  resources:
    requests:
      storage: ${LAB_REQUEST}Mi
---
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_POD
  namespace: $LAB_NAMESPACE
spec:
  terminationGracePeriodSeconds: 1
  containers:
    - name: busybox
      image: busybox:1.37
      command: [sh, -c, "echo $LAB_ENTRY >>$LAB_PATH/list.txt && sleep 86400"]
      volumeMounts:
        - name: stock
          mountPath: $LAB_PATH
  volumes:
    - name: stock
      persistentVolumeClaim:
        claimName: $LAB_CLAIM
YAML
