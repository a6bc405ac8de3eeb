#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-front" delete networkpolicy --all
kubectl -n "$LAB_SITE-back" delete networkpolicy --all
