#!/usr/bin/env bash
# What the solution makes, in parts that a mistake gets wrong: by a variable, or left out.
set -euo pipefail

mark=storageclass.kubernetes.io/is-default-class
request=${LAB_REQUEST}Mi
# Lines of the claim's spec.
claim_class=""
file=$LAB_PATH/list.txt

# make_class RECLAIM-POLICY [EXPANSION]
make_class() {
  kubectl delete storageclass "$LAB_CLASS"
  kubectl create -f - <<YAML
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: { name: $LAB_CLASS, annotations: { $mark: "true" } }
provisioner: rancher.io/local-path
reclaimPolicy: $1
volumeBindingMode: WaitForFirstConsumer
allowVolumeExpansion: ${2:-true}
YAML
}

unmark_standard() {
  kubectl annotate storageclass standard --overwrite $mark=false
}

make_claim() {
  kubectl apply -f - <<YAML
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: $LAB_CLAIM, namespace: $LAB_NAMESPACE }
spec:
  $claim_class
  accessModes: [ReadWriteOnce]
  resources: { requests: { storage: $request } }
YAML
}

make_pod() {
  kubectl apply -f - <<YAML
apiVersion: v1
kind: Pod
metadata: { name: $LAB_POD, namespace: $LAB_NAMESPACE }
spec:
  terminationGracePeriodSeconds: 0
  containers:
    - name: main
      image: busybox:1.37
      command: [sh, -c, "echo $LAB_ENTRY >>$file; sleep 86400"]
      volumeMounts: [{ name: stock, mountPath: $LAB_PATH }]
  volumes: [{ name: stock, persistentVolumeClaim: { claimName: $LAB_CLAIM } }]
YAML
}

delete_work() {
  kubectl -n "$LAB_NAMESPACE" delete "pod/$LAB_POD" "pvc/$LAB_CLAIM" --ignore-not-found
}
