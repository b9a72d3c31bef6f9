#!/usr/bin/env bash
# Builds and runs the demonstration: a message server, a web server and users who talk, on this machine.
# Arguments go to mgen-demo; ./demo.sh --help lists them. Exit code 3: the build failed; else mgen-demo's.
set -euo pipefail
readonly here=$PWD root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. .ci/environment
readonly program=src/Demo/bin/Release/net10.0/mgen-demo.dll built=src/Demo/obj/demo.built

# A build that finds nothing to do takes twice as long as the demonstration's start: it is left out if no source is newer than the last one.
is_built() {
    [ -e "$program" ] && [ -e "$built" ] &&
        [ -z "$(find src Directory.Build.props Directory.Packages.props global.json demo.sh \( -name bin -o -name obj \) -prune -o \
            \( -type f -newer "$built" -o -type d -newer "$built.ended" \) -print -quit)" ]
}

# show_progress PID: the seconds since the build began: each second on a terminal, else every 15 s.
show_progress() {
    local every=15 begin='' end='\n'
    [ ! -t 2 ] || every=1 begin='\r' end=''
    while kill -0 "$1" 2>/dev/null; do
        sleep 1
        [ $((SECONDS % every)) -ne 0 ] || printf "${begin}building mgen-demo ... %d s$end" "$SECONDS" >&2
    done
    [ ! -t 2 ] || printf '\r\033[K' >&2
}

if ! is_built; then
    [ -e "$program" ] && first='' || first=' (the first time fetches packages of about 300 MB)'
    echo "building mgen-demo$first ..." >&2
    mkdir -p "$(dirname "$built")"
    touch "$built.begun"
    (DOTNET_TieredPGO=0 DOTNET_gcConcurrent=0 exec dotnet build src/Demo --configuration Release --verbosity quiet --tl:off -p:RunAnalyzers=false) >"$built.said" 2>&1 &
    build=$!
    trap 'kill "$build" 2>/dev/null || true' EXIT
    show_progress "$build"
    if ! wait "$build"; then
        cat "$built.said" >&2
        exit 3
    fi
    trap - EXIT
    mv "$built.begun" "$built" # a file that changed while it was built is newer
    touch "$built.ended"       # directories change by the build, and by files that are removed
    echo "built in $SECONDS s" >&2
fi
cd "$here"
exec dotnet "$root/$program" "$@"
