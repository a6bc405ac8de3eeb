#!/usr/bin/env bash
set -euo pipefail

# A DNS server of the lab's own, by the image that the cluster has: it answers any name of its domain.
export KUBECONFIG=/etc/kubernetes/admin.conf
image=$(kubectl -n kube-system get deployment coredns \
  -o jsonpath='{.spec.template.spec.containers[0].image}')
kubectl apply -f - >&2 <<YAML
apiVersion: v1
kind: ConfigMap
metadata:
  name: names
  namespace: $LAB_NAMESPACE
data:
  Corefile: |
    $LAB_DOMAIN:53 {
        errors
        log
        template IN A {
            answer "{{ .Name }} 5 IN A 192.0.2.$LAB_HOST"
        }
        template IN AAAA {
            rcode NOERROR
        }
    }
    .:53 {
        log
        template ANY ANY {
            rcode NXDOMAIN
        }
    }
---
apiVersion: v1
kind: Pod
metadata:
  name: names
  namespace: $LAB_NAMESPACE
  labels: { app: names }
spec:
  terminationGracePeriodSeconds: 0
  dnsPolicy: Default
  containers:
    - name: coredns
      image: $image
      args: [-conf, /etc/coredns/Corefile]
      # Without, it waits behind all others where the machine is busy.
      resources: { requests: { cpu: 50m } }
      ports:
        - { containerPort: 53, protocol: UDP }
        - { containerPort: 53, protocol: TCP }
      volumeMounts:
        - { name: config, mountPath: /etc/coredns, readOnly: true }
  volumes:
    - name: config
      configMap: { name: names }
---
apiVersion: v1
kind: Service
metadata:
  name: names
  namespace: $LAB_NAMESPACE
spec:
  selector: { app: names }
  ports:
    - { name: dns, port: 53, protocol: UDP }
    - { name: dns-tcp, port: 53, protocol: TCP }
YAML
kubectl -n kube-system get service kube-dns -o jsonpath='{.spec.clusterIP}'
