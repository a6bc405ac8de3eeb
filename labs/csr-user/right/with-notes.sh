#!/usr/bin/env bash
set -euo pipefail

bash "$(dirname "$0")/../solution.sh"
# Some programs note their own in a kubeconfig; kubectl takes no notice.
sed -i 's|^\( *\)client-key-data:|\1extensions: [{ name: notes, extension: { by: me } }]\n&|' \
  "$LAB_FILES/$LAB_USER.kubeconfig"
