#!/usr/bin/env bash
# One component of the control plane can't be started any more.
set -euo pipefail

manifest=/etc/kubernetes/manifests/$LAB_COMPONENT.yaml
changed=$(mktemp)
case $LAB_FAULT in
  image) sed 's#^\( *image: .*\)$#\1-rc.9#' "$manifest" >"$changed" ;;
  kubeconfig) sed 's#\( --kubeconfig=.*\)\.conf$#\1.config#' "$manifest" >"$changed" ;;
  flag) sed 's# --bind-address=# --bind-adress=#' "$manifest" >"$changed" ;;
  moved) ;;
esac
if [ "$LAB_FAULT" = moved ]; then
  mv "$manifest" /etc/kubernetes/
else
  cp "$changed" "$manifest"
fi
rm "$changed"

# The kubelet stops the one that runs.
for _ in {1..90}; do
  [ -n "$(crictl ps --quiet --name "^$LAB_COMPONENT$")" ] || exit 0
  sleep 1
done
echo "$LAB_COMPONENT runs on." >&2
exit 1
