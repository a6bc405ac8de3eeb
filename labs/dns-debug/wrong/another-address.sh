#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
{
  main_block
  stub_block "$(address_of names)"
} | configure
k delete service kube-dns
k expose deployment coredns --name=kube-dns --port=53 --protocol=UDP
until_rolled_out
