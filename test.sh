#!/usr/bin/env bash
# Builds the solution and runs its tests. The last line is "N passed, N failed, N skipped"; the exit code is 0 only if none failed.
#
#   ./test.sh                              all tests
#   ./test.sh Wire Cli                     the tests of two rooms
#   ./test.sh Wire --filter '*Decoder*'    only tests whose full name (namespace.class.method) matches
#   ./test.sh --no-build                   tests what is built already
#
# A test process that crashes, hangs or finds no tests counts as one failure, and so does a build that fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/environment

readonly parallel_rooms=2 minutes_per_room=16
# These take minutes: they start first, so that none of them is left to run when everything else has ended.
readonly long_rooms=(Published Cluster Export Server Fitting Replication Tor)
# The worked example's live run is refused when its generator lags: no other room runs beside it.
readonly alone_rooms=(Experiment)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

rooms=() builds=() build=yes
export filter=''
while [ $# -gt 0 ]; do
    case $1 in
        --filter) filter=${2:?--filter needs a pattern}; shift ;;
        --no-build) build=no ;;
        -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
        -*) echo "test.sh: unknown option $1; try --help" >&2; exit 2 ;;
        *) [ -d "tests/$1" ] || { echo "test.sh: no folder tests/$1" >&2; exit 2; }; rooms+=("$1"); builds+=("tests/$1") ;;
    esac
    shift
done
if [ ${#rooms[@]} -eq 0 ]; then
    builds=(MGen.Orleans.sln)
    for project in tests/*/*.Tests.csproj; do
        room=$(basename "$(dirname "$project")")
        source=$(find "tests/$room" -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | head -n 1)
        if [ -n "$source" ]; then rooms+=("$room"); else echo "tests/$room: no tests yet"; fi
    done
fi

# One room: its runner's words go to $logs/ROOM and to the screen, and its exit code to $logs/ROOM.exit.
run_room() {
    local room=$1 logs=$2 minutes=$3 code=0 limit=()
    local runner=(dotnet "tests/$room/bin/Release/net10.0/MGen.$room.Tests.dll" -noLogo -noColor -noAutoReporters)
    [ -z "$filter" ] || runner+=(-method "$filter")
    ! command -v timeout >/dev/null || limit=(timeout --kill-after=10 "${minutes}m")
    ${limit[@]+"${limit[@]}"} "${runner[@]}" >"$logs/$room" 2>&1 </dev/null || code=$?
    echo "$code" >"$logs/$room.exit"
    grep -Ev '^ +(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY' "$logs/$room" || true
}
export -f run_room

# The lines of a list that are, or with -v are not, among the other arguments.
among() { grep -xF "$1" -f <(printf '%s\n' "${@:2}") || true; }

run_rooms() { xargs -r -P "$1" -I '{}' bash -c 'run_room "$@"' _ '{}' "$logs" "$minutes_per_room"; }

[ "$build" = yes ] || builds=()
for target in ${builds[@]+"${builds[@]}"}; do
    dotnet build "$target" --configuration Release --verbosity quiet -consoleLoggerParameters:NoSummary ||
        { echo "$target does not build, so nothing was tested"; echo "0 passed, 1 failed, 0 skipped"; exit 1; }
done
{
    printf '%s\n' "${long_rooms[@]}" | among -x "${rooms[@]}"
    printf '%s\n' "${rooms[@]}" | among -v "${long_rooms[@]}" "${alone_rooms[@]}"
} | run_rooms "$parallel_rooms"
printf '%s\n' "${alone_rooms[@]}" | among -x "${rooms[@]}" | run_rooms 1

passed=0 failed=0 skipped=0
readonly summary='Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+)'
for room in "${rooms[@]}"; do
    code=$(cat "$logs/$room.exit")
    result=$(grep "^ *MGen\.$room\.Tests  Total: " "$logs/$room" | tail -n 1) || true
    room_failed=0
    if [[ $result =~ $summary ]]; then
        room_skipped=$((BASH_REMATCH[4] + BASH_REMATCH[5]))
        room_failed=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
        passed=$((passed + BASH_REMATCH[1] - BASH_REMATCH[3] - room_skipped))
        skipped=$((skipped + room_skipped))
    elif [[ -z $result || -z $filter ]]; then
        room_failed=1
        echo "tests/$room: no result (exit code $code): it crashed, was stopped after $minutes_per_room minutes, has no tests, or is not in the solution"
    fi
    if [ "$code" -ne 0 ] && [ "$room_failed" -eq 0 ]; then
        room_failed=1
        echo "tests/$room: exit code $code although no test failed"
    fi
    failed=$((failed + room_failed))
done
if [ $((passed + failed + skipped)) -eq 0 ]; then
    failed=1
    echo "no test matched"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
