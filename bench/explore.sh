#!/bin/sh
# Explores schedules of the replication simulator (src/Replication/README.md).
# usage: bench/explore.sh [--schedules N] [--seed S] [--hole NAME] [--format text|json]
# Exit code: 0 no violation, 1 a violation, 2 bad arguments.
set -eu
cd "$(dirname "$0")/.."
. .ci/environment
dotnet build tests/Replication -c Release -v q -p:RunAnalyzers=false >&2
exec dotnet tests/Replication/bin/Release/net10.0/MGen.Replication.Tests.dll explore "$@"
