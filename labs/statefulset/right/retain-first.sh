#!/usr/bin/env bash
set -euo pipefail

here() { kubectl -n "$LAB_NAMESPACE" "$@"; }

# Patched to keep its claims, the old set can be deleted with its pods, once no claim is owned by it.
if here get statefulset "$LAB_NAME" 2>/dev/null; then
  here wait --for=condition=Ready --timeout=60s "pod/$LAB_NAME-0" "pod/$LAB_NAME-1"
  here patch statefulset "$LAB_NAME" \
    -p '{"spec": {"persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain"}}}'
  until [ -z "$(here get pvc -o jsonpath='{.items[*].metadata.ownerReferences}')" ]; do sleep 1; done
  here delete statefulset "$LAB_NAME" --cascade=foreground
fi
here delete pvc "$LAB_CLAIM-$LAB_NAME-2"

# The class is left to the cluster, and the size is in bytes.
here delete service "$LAB_SERVICE" --ignore-not-found
here create -f - <<YAML
apiVersion: v1
kind: Service
metadata: { name: $LAB_SERVICE }
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: { statefulset: $LAB_NAME }
YAML
here create -f - <<YAML
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: $LAB_NAME }
spec:
  replicas: 3
  serviceName: $LAB_SERVICE
  persistentVolumeClaimRetentionPolicy: { whenScaled: $LAB_SCALED }
  selector: { matchLabels: { statefulset: $LAB_NAME } }
  template:
    metadata: { labels: { statefulset: $LAB_NAME } }
    spec:
      initContainers:
        - name: write
          image: busybox:1.37
          command:
            - sh
            - -c
            - case \$HOSTNAME in *-2) echo $LAB_ENTRY >/usr/share/nginx/html/journal.txt ;; esac
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html }]
      containers:
        - name: httpd
          image: busybox:1.37
          command: [httpd, -f, -p, "80", -h, /usr/share/nginx/html]
          volumeMounts: [{ name: $LAB_CLAIM, mountPath: /usr/share/nginx/html/ }]
  volumeClaimTemplates:
    - metadata: { name: $LAB_CLAIM }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: "$((LAB_SIZE * 1048576))" } }
YAML
# Graded while the pods still come up.
