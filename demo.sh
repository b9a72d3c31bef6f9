#!/usr/bin/env bash
# Builds and runs the demonstration: a message server, a web server and users who talk, on this machine.
# Arguments go to mgen-demo; ./demo.sh --help tells which. Only a failing build is shown.
set -euo pipefail
readonly here=$PWD root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
. .ci/environment

echo "building mgen-demo ..." >&2
if ! said=$(dotnet build src/Demo --configuration Release --verbosity quiet --tl:off 2>&1); then
    echo "$said" >&2
    exit 3
fi
cd "$here"
exec dotnet "$root/src/Demo/bin/Release/net10.0/mgen-demo.dll" "$@"
