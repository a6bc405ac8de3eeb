#!/usr/bin/env bash
# The admin's kubeconfig with one more user and context, and a Role's twin.
set -euo pipefail

cd "$LAB_FILES"
group=$LAB_NAMESPACE-$LAB_TEAM
kubectl config view --raw --flatten >"$LAB_USER.kubeconfig"
openssl genpkey -algorithm ed25519 -out "$LAB_USER.key"
openssl req -new -key "$LAB_USER.key" -subj "/CN=$LAB_USER/O=$group" -out csr
kubectl create -f - <<YAML
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: $LAB_NAMESPACE-$LAB_USER, labels: { for: $LAB_USER } }
spec:
  request: $(base64 <csr | tr -d '\n')
  signerName: kubernetes.io/kube-apiserver-client
  expirationSeconds: $((LAB_DAYS * 86400))
  usages: [client auth, digital signature]
YAML
kubectl certificate approve "$LAB_NAMESPACE-$LAB_USER"
until kubectl get csr "$LAB_NAMESPACE-$LAB_USER" -o jsonpath='{.status.certificate}' | grep -q .; do
  sleep 0.2
done
kubectl get csr "$LAB_NAMESPACE-$LAB_USER" -o jsonpath='{.status.certificate}' | base64 -d >crt
export KUBECONFIG=$LAB_FILES/$LAB_USER.kubeconfig
kubectl -n "$LAB_NAMESPACE" create role twin --verb get,list,watch --resource deployments.apps,statefulsets.apps
kubectl -n "$LAB_NAMESPACE" create rolebinding twin --role twin --group "$group"
kubectl -n "$LAB_NAMESPACE" create rolebinding all --role "$LAB_ROLE" --group "$group"
kubectl config set-credentials "$LAB_USER" --client-key "$LAB_USER.key" --client-certificate crt
kubectl config set-context --current --user "$LAB_USER" --namespace "$LAB_NAMESPACE"
kubectl get deployments
