# Shared by the scripts: what is missing is installed, and said.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

say() { printf '%s\n' "$*" >&2; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
    say "These packages are missing and need root: $*"
    say "Install them, or run this script as root or with sudo on the path."
    exit 69
  fi
}

# Installs the Debian packages among the arguments that are not installed yet.
need() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  say "Installing ${missing[*]}"
  # A mirror can fail once under load.
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || as_root env apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 ||
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

need_swift() {
  command -v swift >/dev/null && return
  say "Swift 6.3 is not on the path. Install it from swift.org/install and run this again."
  exit 69
}

need_server() { need_swift; need libpq-dev pkg-config postgresql postgresql-client util-linux ca-certificates; }
