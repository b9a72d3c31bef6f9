#!/bin/sh
# Explores schedules of the replication simulator (src/Replication/README.md) on all cores.
#
#   bench/explore.sh --schedules 100000 --seed 1 --format json
#   bench/explore.sh --hole NoEpoch
#   bench/explore.sh --help
#
# Exit code: 0 no violation, 1 a violation, 2 bad arguments, 3 it does not build.
set -eu
cd "$(dirname "$0")/.."
. .ci/environment
dotnet build tests/Replication -c Release -v q -p:RunAnalyzers=false -clp:NoSummary >&2 || exit 3
exec dotnet tests/Replication/bin/Release/net10.0/MGen.Replication.Tests.dll explore "$@"
