#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
touch /srv/$LAB_FOLDER/$LAB_SAVED
EOF
