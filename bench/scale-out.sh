#!/usr/bin/env bash
# How much more a cluster carries with more machines: a machine is a network namespace whose processes share a fixed part of a core (a control group).
#
#   MGENLOAD=path/to/mgenload bench/scale-out.sh                          mgen-server on one machine, then 1, 2 and 4 machines with a silo and a gateway each
#   MGENLOAD=... bench/scale-out.sh --cores 0.2 --machines server,1,2     other shapes
#   MGENLOAD=... bench/scale-out.sh --load '--groups 100 --members 10'    other loads; may be repeated
#
# It prints the cores that each process used: mgen-server, or silo and gateway of each machine in turn.
#
# Exit code: 0, 2 for a mistake in the arguments, 3 if a program is missing or control groups or namespaces cannot be made (it says which).
# MGENLOAD is the load generator of cluster.sh; it spreads its connections over the addresses in MGEN_ADDRESSES (host:port, separated by commas), in turn.
# The generator is not limited. Programs start and warm up without a limit, so that compilers do not count; the limit begins before the seconds that are measured.
# Build first: for room in Server Silo Gateway; do dotnet build -c Release src/$room; done. Linux only, as root; Python 3.9 or later.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
case ${1:-} in -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac
command -v python3 >/dev/null || { echo "scale-out.sh: python3 is needed" >&2; exit 3; }
: "${MGENLOAD:?the load generator}"
. "$root/.ci/environment"
unshare --net --mount true 2>/dev/null || { echo "scale-out.sh: skipped: no network namespaces here (root is needed)" >&2; exit 3; }
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
CHAOS_ISOLATED=1 exec unshare --net --mount python3 "$root/bench/chaos/scale_out.py" "$@"
