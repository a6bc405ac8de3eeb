#!/usr/bin/env bash
set -euo pipefail

source "$(dirname "$0")/parts.sh"
repair
api=$(kubectl -n default get service kubernetes -o jsonpath='{.spec.clusterIP}')
{
  main_block 'cluster.internal in-addr.arpa ip6.arpa' |
    sed "s/^    ready/&\n    hosts {\n       $(address_of "$LAB_SERVICE") $LAB_SERVICE.$LAB_NAMESPACE.svc.cluster.local\n       $api kubernetes.default.svc.cluster.local\n       fallthrough\n    }/"
  stub_block "$(address_of names)"
} | configure
until_rolled_out
