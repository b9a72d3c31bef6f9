#!/usr/bin/env bash
# Injects faults into a cluster of real processes, and determines by the clients' event logs alone what happened to each message.
#
#   bench/chaos.sh                                   everything: about 40 minutes
#   bench/chaos.sh --quick                           fewer repetitions of each: about 25 minutes
#   bench/chaos.sh --scenario kill-any --seed 7      one scenario; --list prints their names
#   bench/chaos.sh --format json >chaos.json
#
# Exit code: 0 if every promise held, 1 if one did not, 2 for a mistake in the arguments, 3 if a program is missing.
# Build first: for room in Silo Gateway Client; do dotnet build -c Release src/$room; done
#
# Linux only; Python 3.9 or later. The run is in a network and a mount namespace of its own (as root, or where the kernel allows users to make them):
# what is cut, mounted or left behind there does not affect the machine. Without them, and without PostgreSQL, scenarios are skipped, and the table says so.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case ${1:-} in -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac
command -v python3 >/dev/null || { echo "chaos.sh: python3 is needed" >&2; exit 3; }
. "$root/.ci/environment"

isolated=(unshare --net --mount)
[ "$(id -u)" = 0 ] || isolated=(unshare --map-root-user --net --mount)
"${isolated[@]}" true 2>/dev/null && export CHAOS_ISOLATED=1 || isolated=()
exec ${isolated[@]+"${isolated[@]}"} python3 "$root/bench/chaos" "$@"
