#!/usr/bin/env bash
set -euo pipefail

# The namespace and the name of the policy that is wrong.
case $LAB_FAULT in
  protocol) echo "$LAB_SITE-front all-pods" ;;
  port) echo "$LAB_SITE-front web" ;;
  dns-pods) echo "$LAB_SITE-back all-pods" ;;
  namespace) echo "$LAB_SITE-back api" ;;
  label) echo "$LAB_SITE-back store" ;;
esac
