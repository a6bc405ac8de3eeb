#!/usr/bin/env bash
# From now on nobody gets an answer of the API server that is worth trusting.
set -euo pipefail

pki=/etc/kubernetes/pki
manifest=/etc/kubernetes/manifests/kube-apiserver.yaml
work=$(mktemp -d)

case $LAB_FAULT in
  client-ca) sed 's#--client-ca-file=.*#--client-ca-file=/etc/kubernetes/pki/client-ca.crt#' "$manifest" ;;
  etcd-ca) sed 's#--etcd-cafile=.*#--etcd-cafile=/etc/kubernetes/pki/ca.crt#' "$manifest" ;;
  *) cat "$manifest" ;;
esac >"$work/manifest"

# A certificate for the key that is there.
sign() {
  openssl req -new -key $pki/apiserver.key -subj /CN=kube-apiserver |
    openssl x509 -req -CA "$1.crt" -CAkey "$1.key" -set_serial "0x$(openssl rand -hex 8)" -days 365 \
      -extfile <(printf 'keyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\nsubjectAltName=%s\n' "$2") \
      -out "$work/apiserver.crt" 2>/dev/null
}
case $LAB_FAULT in
  foreign)
    openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=kubernetes -days 365 \
      -keyout "$work/ca.key" -out "$work/ca.crt" 2>/dev/null
    names=$(openssl x509 -in $pki/apiserver.crt -noout -ext subjectAltName | tail --lines 1)
    sign "$work/ca" "${names//IP Address:/IP:}"
    ;;
  names) sign $pki/ca "DNS:$LAB_CLUSTER-api,DNS:api.$LAB_CLUSTER.internal,IP:192.0.2.10" ;;
esac

if [ -e "$work/apiserver.crt" ]; then
  cp "$work/apiserver.crt" $pki/apiserver.crt
  crictl ps --quiet --name '^kube-apiserver$' | xargs crictl stop >/dev/null
else
  cp "$work/manifest" "$manifest"
fi
rm -r "$work"

ask() { curl --silent --output /dev/null --fail --max-time 5 "$@" https://127.0.0.1:6443/readyz; }
for _ in {1..90}; do
  sleep 1
  ask --cacert $pki/ca.crt && continue
  case $LAB_FAULT in
    foreign | names) ask --insecure || continue ;;
  esac
  exit 0
done
echo "The API server is as before." >&2
exit 1
