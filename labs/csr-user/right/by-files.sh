#!/usr/bin/env bash
# A key of another kind, more usages, a kubeconfig that names files, and a binding by manifest.
set -euo pipefail

cd "$LAB_FILES"
request=$LAB_NAMESPACE-$LAB_USER
group=$LAB_NAMESPACE-$LAB_TEAM
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$LAB_USER.key" \
  -subj "/O=$group/CN=$LAB_USER" -out request.pem
cat >request.json <<JSON
{
  "apiVersion": "certificates.k8s.io/v1",
  "kind": "CertificateSigningRequest",
  "metadata": { "name": "$request" },
  "spec": {
    "request": "$(base64 <request.pem | tr -d '\n')",
    "signerName": "kubernetes.io/kube-apiserver-client",
    "expirationSeconds": $((LAB_DAYS * 86400)),
    "usages": ["digital signature", "key encipherment", "client auth"]
  }
}
JSON
kubectl create -f request.json
kubectl certificate approve -f request.json
until kubectl get csr "$request" -o jsonpath='{.status.certificate}' | grep -q .; do sleep 0.2; done
mkdir -p pki
kubectl get csr "$request" -o jsonpath='{.status.certificate}' | base64 -d >pki/client.crt
kubectl get configmap kube-root-ca.crt -n kube-system -o 'jsonpath={.data.ca\.crt}' >pki/ca.crt
server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')
cat >"$LAB_USER.kubeconfig" <<YAML
apiVersion: v1
kind: Config
current-context: at-work
contexts: [{ name: at-work, context: { cluster: c, user: u, namespace: $LAB_NAMESPACE } }]
clusters:
  - { name: c, cluster: { server: "${server/127.0.0.1/localhost}", certificate-authority: pki/ca.crt } }
users:
  - name: u
    user: { client-certificate: pki/client.crt, client-key: $LAB_FILES/$LAB_USER.key }
YAML
kubectl apply -f - <<YAML
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: anything, namespace: $LAB_NAMESPACE }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: $LAB_ROLE }
subjects:
  - { apiGroup: rbac.authorization.k8s.io, kind: Group, name: $group }
  - { apiGroup: rbac.authorization.k8s.io, kind: User, name: $LAB_USER }
YAML
kubectl --kubeconfig "$LAB_USER.kubeconfig" get deployments
