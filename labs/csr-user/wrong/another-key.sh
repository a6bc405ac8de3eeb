#!/usr/bin/env bash
set -euo pipefail

cd "$LAB_FILES"
config() { kubectl config --kubeconfig "$LAB_USER.kubeconfig" "$@"; }
config set-cluster lab --insecure-skip-tls-verify=false --certificate-authority ca.crt --embed-certs=true
openssl genrsa -out other.key 2048
config set "users.$LAB_USER.client-key-data" "$(base64 <other.key | tr -d '\n')" >/dev/null
