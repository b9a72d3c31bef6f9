#!/usr/bin/env bash
# Makes the programs as one copies them to a machine without .NET: native executables where Orleans is not, else one self-contained file each.
#
#   ./publish.sh [DIRECTORY]         all programs (default: out/publish)
#   ./publish.sh DIRECTORY NAME...   only these, as in: ./publish.sh /usr/local/bin mgen-client mgentools
#   ./publish.sh --shadow [DIRECTORY]   only what an experiment in the Shadow simulator runs and checks with: without the cluster's programs and the library
#
# Native programs need a C linker (clang or gcc) where they are made, not where they run. What is compiled on the way stays in out/build, apart from
# the bin and obj folders of other builds.
set -euo pipefail
readonly here=$PWD root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wanted=()
case ${1:-} in
    --shadow) wanted=(mgen-server mgen-web mgen-client mgen-peer mgentools); shift ;;
esac
case ${1:-} in
    -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) echo "publish.sh: unknown option $1; try --help" >&2; exit 2 ;;
esac
directory=${1:-$root/out/publish}
[[ $directory == /* ]] || directory=$here/$directory
[ $# -eq 0 ] || shift
if [ ${#wanted[@]} -gt 0 ] && [ $# -gt 0 ]; then
    echo "publish.sh: --shadow chooses the programs itself; leave out: $*" >&2
    exit 2
fi
[ ${#wanted[@]} -gt 0 ] || wanted=("$@")
cd "$root"
. .ci/environment

readonly native=(mgen-client:Client mgen-peer:Peer mgen-web:Web mgentools:Tools libmgen_people.so:People) single_file=(mgen-server:Server mgen-silo:Silo mgen-gateway:Gateway)
readonly platform=$(uname -s | tr '[:upper:]' '[:lower:]' | sed 's/darwin/osx/')-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
linker=$(command -v clang || command -v gcc || true)
made=$(mktemp -d) made_count=0
trap 'rm -rf "$made"' EXIT

is_wanted() { [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $1 "* ]]; }

publish() {
    local program=${1%:*} room=${1#*:} form=$2
    shift 2
    is_wanted "$program" || return 0
    local began=$SECONDS
    echo "publishing $program ($form) ..." >&2
    # Into a file: a compiler server that outlives the build would keep a pipe open, and a lock.
    if ! dotnet publish "src/$room" --configuration Release --runtime "$platform" --output "$made/$program" --verbosity quiet --tl:off \
        -p:UseArtifactsOutput=true -p:ArtifactsPath="$root/out/build" -p:PublishedForm="$form" -p:RunAnalyzers=false "$@" >"$made/said" 2>&1 9>&-; then
        cat "$made/said" >&2
        echo "publish.sh: $program could not be made" >&2
        exit 3
    fi
    mv "$made/$program/$program" "$directory/"
    made_count=$((made_count + 1))
    printf '%-14s %6.1f MB  %4d s  %s\n' "$program" "$(wc -c <"$directory/$program" | awk '{print $1 / 1e6}')" $((SECONDS - began)) "$directory/$program"
}

for name in "${wanted[@]+"${wanted[@]}"}"; do
    [[ " ${native[*]} ${single_file[*]} " == *" $name:"* ]] || { echo "publish.sh: there is no program $name" >&2; exit 2; }
done
mkdir -p "$directory" out
if command -v flock >/dev/null; then
    exec 9>out/build.lock
    flock 9
fi
for program in "${native[@]}"; do
    is_wanted "${program%:*}" || continue
    [ -n "$linker" ] || { echo "publish.sh: ${program%:*} needs clang or gcc to link; install one (Debian: apt install gcc libc6-dev)" >&2; exit 3; }
    publish "$program" native -p:CppCompilerAndLinker="$(basename "$linker")"
done
for program in "${single_file[@]}"; do
    publish "$program" single-file
done
# The CPU time of the processes started here (without a compiler server's): on a busy machine more meaningful than elapsed time.
times >"$made/times"
echo "$made_count programs in $SECONDS s ($(awk 'NR == 2 { gsub("s", ""); for (i = 1; i <= 2; i++) { split($i, part, "m"); sum += part[1] * 60 + part[2] } printf "%.0f", sum }' "$made/times") CPU-seconds)" >&2
