#!/usr/bin/env bash
set -euo pipefail

cka-lab shell worker -- systemctl disable --quiet kubelet
