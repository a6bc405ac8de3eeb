# Sourced: containerd on a copy of the node's store that lies on a volume, since it can't unpack
# layers on the container's own overlay.

store=/store/containerd
server=

start_containerd() {
  cp -a /var/lib/containerd "$store"
  containerd --root "$store" --state /run/containerd --log-level warn &
  server=$!
  for _ in $(seq 100); do
    if ctr version >/dev/null 2>&1; then return; fi
    sleep 0.1
  done
  echo 'containerd does not answer' >&2
  exit 1
}

stop_containerd() {
  kill "$server"
  wait "$server" || true
}
