# Sourced by examples/run.sh and tests/run.sh, from the project's root: what both need before they can build.
# Sets nothing up that is there already, so that a second run starts at once.

export LC_ALL=C.UTF-8

build_packages="g++ cmake ninja-build libeigen3-dev libceres-dev libboost-dev nlohmann-json3-dev libcli11-dev nettle-dev"

say() { printf '%s\n' "$*" >&2; }

cores() { nproc 2>/dev/null || echo 2; }

# Leaves when something fails that the reader should hear of in one line.
stop() {
  say "$*"
  exit 1
}

is_installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# need PACKAGE…: installs those Debian packages that are missing, or says which they are and leaves.
need() {
  needed="$*"
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    # No Debian: cmake will say which library it does not find.
    command -v cmake >/dev/null && command -v ninja >/dev/null && return
    stop "this system has no apt-get: install what these Debian packages hold, then run this again: $needed"
  fi

  missing=
  for package in $needed; do is_installed "$package" || missing="$missing $package"; done
  [ -n "$missing" ] || return 0

  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif command -v sudo >/dev/null; then
    as_root=sudo
  else
    stop "missing packages, and neither root nor sudo to install them; ask for: apt-get install$missing"
  fi
  say "installing:$missing"
  apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0"
  $apt update || stop "apt-get update failed; still missing:$missing"
  $apt install --yes --no-install-recommends $missing >/dev/null || stop "apt-get install failed; still missing:$missing"
}

# configure OPTION…: the preset "default", quietly; all of cmake's words if it fails.
configure() {
  mkdir -p build
  cmake --preset default "$@" >build/configure.log 2>&1 && return
  cat build/configure.log >&2
  stop "cmake could not configure; on Debian these packages are needed: $needed"
}
