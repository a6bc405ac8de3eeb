#!/bin/bash
# Turns Debian, with man pages, into an exam host: its packages and the learner's user. Runs as root
# inside, in a container of the published image or where debootstrap made a file system.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C

printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
apt-get -qq update
apt-get -qq upgrade >/dev/null
apt-get -qq install --no-install-recommends \
  tini openssh-client openssh-server sudo bash-completion man-db manpages less vim nano tmux jq \
  curl wget openssl ca-certificates procps iproute2 iputils-ping netcat-openbsd >/dev/null
apt-get -qq clean
rm -rf /var/lib/apt/lists/* /usr/sbin/policy-rc.d
# Each exam has keys of its own.
rm -f /etc/ssh/ssh_host_*

# A locked password (!) would keep sshd from letting the user in.
useradd --create-home --uid 1000 --user-group --shell /bin/bash --password '*' candidate
echo 'candidate ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/candidate
cat >>/home/candidate/.bashrc <<'BASHRC'

if command -v kubectl >/dev/null; then
  source <(kubectl completion bash)
  alias k=kubectl
  complete -o default -F __start_kubectl k
fi
BASHRC
