#!/usr/bin/env bash
set -euo pipefail

# Goes on from not-held-again, and ends a chain of half-done upgrades.
cka-lab shell "$LAB_WORKER" -- apt-mark hold kubelet
