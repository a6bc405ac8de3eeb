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
  hostPath: { path: /srv/$LAB_NAMESPACE-catalogue }
YAML
# A claim that finds no volume looks again only after fifteen seconds.
kubectl wait --for=jsonpath='{.status.phase}'=Available --timeout=60s "pv/$LAB_NAMESPACE-catalogue"

kubectl apply -f - <<YAML
# Two volumes have the label; the other one is too small.
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: catalogue
  namespace: $LAB_NAMESPACE
spec:
  resources: { requests: { storage: ${LAB_REQUEST}Mi } }
  accessModes: [$LAB_MODE]
  storageClassName: $LAB_NAMESPACE-$LAB_CLASS
  selector: { matchLabels: { content: catalogue } }
---
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_WRITER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: write
      image: busybox:1.37
      command: [sh, -c, "echo $LAB_ENTRY >>$LAB_PATH/entries.txt && sleep 86400"]
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
---
apiVersion: v1
kind: Pod
metadata:
  name: $LAB_READER
  namespace: $LAB_NAMESPACE
spec:
  containers:
    - name: read
      image: busybox:1.37
      # Waits for the writer, wherever it stands.
      command:
        - sh
        - -c
        - cd $LAB_PATH; until grep -s . entries.txt; do sleep 1; done; cat inventory.txt; sleep 86400
      volumeMounts: [{ name: catalogue, mountPath: $LAB_PATH, readOnly: true }]
  volumes: [{ name: catalogue, persistentVolumeClaim: { claimName: catalogue } }]
YAML

kubectl -n "$LAB_NAMESPACE" wait --for=condition=Ready --timeout=90s \
  "pod/$LAB_WRITER" "pod/$LAB_READER"
