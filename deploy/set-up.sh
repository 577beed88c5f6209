# Sets up everything that building furui needs; sourced by deploy/quickstart and tests/run.
#
# Every step is skipped where it is done already, shows progress while it runs, and on failure says which step
# failed, why, and what to do. Variables that a user may set:
#   FURUI_TORCH_INDEX  a package index to take torch from instead of the configured one. On a machine without an
#                      NVIDIA GPU, name PyTorch's own CPU index here, or pip brings gigabytes of CUDA.
#   FURUI_BUILD_JOBS   compile jobs at once; default: one a core, but no more than memory allows
set -euo pipefail

furui_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
furui_build=$furui_root/build
furui_logs=$furui_build/logs
mkdir -p "$furui_logs"
furui_step=0
furui_steps=${furui_steps:-6}

# step TITLE LOGNAME ADVICE COMMAND...: runs a command with its output in a log, showing its last line now and then.
step() {
  local title=$1 log=$furui_logs/$2.log advice=$3 started=$SECONDS code=0 shown=$SECONDS line
  shift 3
  furui_step=$((furui_step + 1))
  printf '[%d/%d] %s\n' "$furui_step" "$furui_steps" "$title"
  # A subshell of its own with -e, so that the first failing command inside a function fails the step.
  (set -e; "$@") > "$log" 2>&1 </dev/null &
  local pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    if [ $((SECONDS - shown)) -ge 10 ]; then
      shown=$SECONDS
      line=$(tail -c 400 "$log" | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 | cut -c 1-100) || true
      printf '      %3d s  %s\n' $((SECONDS - started)) "$line"
    fi
  done
  wait "$pid" || code=$?
  if [ "$code" -ne 0 ]; then
    printf '\nFAILED: %s (exit code %d after %d s). The end of its output:\n' "$title" "$code" $((SECONDS - started)) >&2
    tail -n 25 "$log" | sed 's/^/    /' >&2
    printf '\nWhat to do: %s\nThe whole log: %s\n' "$advice" "$log" >&2
    exit 1
  fi
  if [ $((SECONDS - started)) -ge 2 ]; then printf '      done in %d s\n' $((SECONDS - started)); fi
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() {
  local name
  while read -r name; do
    [ -n "$name" ] || continue
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || echo "$name"
  done < <(grep -v '^#' "$furui_root/deploy/packages.txt")
}

install_packages() {
  local missing quiet=/etc/postgresql-common/createcluster.d/furui-set-up.conf
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "this machine has no apt-get; furui's set-up is for Debian 12. Missing: $missing"
    return 1
  fi
  if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
    echo "these packages are missing and need root to install: $missing"
    return 1
  fi
  # Debian's PostgreSQL packages make and start a cluster of their own unless told not to; furui has its own.
  as_root mkdir -p "$(dirname "$quiet")"
  echo 'create_main_cluster = false' | as_root tee "$quiet" >/dev/null
  local code=0
  { as_root apt-get update -q &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing; } || code=$?
  as_root rm -f "$quiet"
  return $code
}

# pip_install REQUIREMENTS: into build/python, once for each content of the file.
pip_install() {
  local file=$1 stamp
  stamp=$furui_build/python/.$(sha256sum "$file" | cut -c 1-16)
  [ -e "$stamp" ] && return 0
  [ -x "$furui_build/python/bin/pip" ] || /usr/bin/python3 -m venv "$furui_build/python"
  if grep -q '^torch' "$file" && [ -n "${FURUI_TORCH_INDEX:-}" ]; then
    PIP_INDEX_URL=$FURUI_TORCH_INDEX "$furui_build/python/bin/pip" install --progress-bar off "$(grep '^torch' "$file")"
  fi
  "$furui_build/python/bin/pip" install --progress-bar off -r "$file"
  touch "$stamp"
}

build_jobs() {
  local cores memory_gib
  cores=$(nproc)
  memory_gib=$(awk '/MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo)
  # A file that sees LibTorch or RDKit takes up to 1.5 GiB to compile.
  local fit=$((memory_gib * 2 / 3))
  [ "$fit" -ge 1 ] || fit=1
  echo $((cores < fit ? cores : fit))
}

# configure_and_build [TARGET...]: everything where no target is named.
configure_and_build() {
  local generator=()
  [ -e "$furui_build/CMakeCache.txt" ] || generator=(-G Ninja)
  cmake -S "$furui_root" -B "$furui_build" "${generator[@]}" -DCMAKE_BUILD_TYPE=RelWithDebInfo
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  NINJA_STATUS='[%f/%t] ' cmake --build "$furui_build" -j "${FURUI_BUILD_JOBS:-$(build_jobs)}" "${targets[@]}"
}

import_models() {
  "$furui_build/python/bin/python" "$furui_root/models/set_up.py" --build "$furui_build"
}

# The unprivileged user that cluster and servers belong to where furui is started as root.
make_user() {
  [ "$(id -u)" -eq 0 ] || return 0
  id furui >/dev/null 2>&1 && return 0
  useradd --system --home-dir /var/lib/furui --shell /usr/sbin/nologin furui
}

# set_up [TARGET...]: all steps; builds the targets named, or everything.
set_up() {
  step "Debian packages" packages \
    "run it as root or with sudo, on Debian 12, with its package mirrors reachable; then run this command again" \
    install_packages
  step "Python packages (LibTorch)" python \
    "check the network and disk space; FURUI_TORCH_INDEX names another index for torch (see the README); then again" \
    pip_install "$furui_root/deploy/requirements.txt"
  step "Build" build \
    "if the compiler was killed, memory ran out: set FURUI_BUILD_JOBS=1; else remove build/CMakeCache.txt; then again" \
    configure_and_build "$@"
  step "Models" models \
    "check the network; the weights come from a pinned package whose SHA-256 must match; then run this again" \
    import_models
  step "System user" user "create a system user named furui, or run as an ordinary user" make_user
}
