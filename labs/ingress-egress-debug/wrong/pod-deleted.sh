#!/usr/bin/env bash
set -euo pipefail

kubectl -n "$LAB_SITE-back" delete pod batch
