#!/usr/bin/env bash
# Builds and runs the demonstration: a server, a web server and a swarm of users in one process. Arguments go to mgen-demo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/environment
exec dotnet run --project src/Demo --configuration Release -- "$@"
