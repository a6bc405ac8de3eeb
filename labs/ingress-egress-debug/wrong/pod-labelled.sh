#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" label pod api name=api
