#!/usr/bin/env bash
set -euo pipefail

cka-lab shell control-plane -- bash -s <<'EOF'
set -euo pipefail
cp /srv/$LAB_FOLDER/$LAB_SAVED /srv/$LAB_FOLDER/$LAB_OLDER
EOF
