#!/usr/bin/env bash
set -euo pipefail

kubectl delete csr "$LAB_NAMESPACE-$LAB_USER"
cd "$LAB_FILES"
request=$LAB_NAMESPACE-$LAB_USER
group=$LAB_NAMESPACE-$LAB_TEAM

openssl genrsa -out "$LAB_USER.key" 2048
openssl req -new -key "$LAB_USER.key" -subj "/CN=$group/O=$LAB_USER" -out "$LAB_USER.csr"
kubectl apply -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: $request }
spec:
  request: $(base64 <"$LAB_USER.csr" | tr -d '\n')
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: $((LAB_DAYS * 24 * 60 * 60))
  usages: [client auth]
YAML
kubectl certificate approve "$request"
until kubectl get csr "$request" -o jsonpath='{.status.certificate}' | grep -q .; do sleep 0.2; done
kubectl get csr "$request" -o jsonpath='{.status.certificate}' | base64 -d >"$LAB_USER.crt"

kubectl config view --minify --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' |
  base64 -d >ca.crt
server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')

config() { kubectl config --kubeconfig "$LAB_FILES/$LAB_USER.kubeconfig" "$@"; }
config set-cluster lab --server "$server" --certificate-authority ca.crt --embed-certs=true
config set-credentials "$LAB_USER" --client-key "$LAB_USER.key" --client-certificate "$LAB_USER.crt" \
  --embed-certs=true
config set-context "$LAB_USER" --cluster lab --user "$LAB_USER" --namespace "$LAB_NAMESPACE"
config use-context "$LAB_USER"
