#!/usr/bin/env bash
# Builds the solution and runs its tests. The last line is "N passed, N failed, N skipped"; the exit code is 0 only if none failed.
#
#   ./test.sh                              all tests
#   ./test.sh Wire Cli                     the tests of two rooms
#   ./test.sh Wire --filter '*Decoder*'    only tests whose full name (namespace.class.method) matches
#   ./test.sh --no-build                   tests what is built already
#
# A test process that crashes, hangs or finds no tests counts as one failure, and so does a build that fails.
# Failed tests run once more, alone, after all others (docs/decisions/0039-failed-tests-run-once-more.md). A test that passes then counts as passed and is named at the end.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/environment

# Rooms wait for timers and other processes for a third of their time, so three of them keep two cores busy.
readonly parallel_rooms=3 methods_to_run_again=5
export minutes_per_room=28
# These take minutes: they start first, so that none of them is left to run when everything else has ended.
readonly long_rooms=(Published Cluster Export Server Fitting Replication Tor)
# The worked example's live run is refused when its generator lags: no other room runs at the same time.
readonly alone_rooms=(Experiment)
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
# tests/Published makes its programs there, once for both runs of its tests.
export MGEN_PUBLISH_TO=${MGEN_PUBLISH_TO:-$logs/published}

rooms=() builds=() build=yes filter=''
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
    builds=(MGen.slnx)
    for project in tests/*/*.Tests.csproj; do
        room=$(basename "$(dirname "$project")")
        source=$(find "tests/$room" -name '*.cs' -not -path '*/bin/*' -not -path '*/obj/*' | head -n 1)
        if [ -n "$source" ]; then rooms+=("$room"); else echo "tests/$room: no tests yet"; fi
    done
fi

# run_tests ROOM OUTPUT METHOD...: the runner's output goes to the file OUTPUT and to the screen, its exit code to OUTPUT.exit. Without a METHOD all tests run.
run_tests() {
    local room=$1 output=$2 code=0 limit=() niceness=()
    local runner=(dotnet "tests/$room/bin/Release/net10.0/MGen.$room.Tests.dll" -noLogo -noColor -noAutoReporters)
    shift 2
    while [ $# -gt 0 ]; do runner+=(-method "$1"); shift; done
    # The programs of this room are compiled one after another, which takes longest of all: others give way.
    [ "$room" = Published ] || ! command -v nice >/dev/null || niceness=(nice -n 5)
    ! command -v timeout >/dev/null || limit=(timeout --kill-after=10 "${minutes_per_room}m")
    ${niceness[@]+"${niceness[@]}"} ${limit[@]+"${limit[@]}"} "${runner[@]}" >"$output" 2>&1 </dev/null || code=$?
    echo "$code" >"$output.exit"
    grep -Ev '^ +(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY' "$output" || true
}
export -f run_tests

# Names of the methods whose tests failed, by a runner's output.
failed_methods() { sed -nE 's/^ +(MGen\.[A-Za-z0-9_.]+)(\(.*)? \[FAIL\]$/\1/p' "$1" | sort -u; }

# Runs the failed tests of a room once more. A room with more failures than noise explains is not run again.
run_again() {
    local room=$1 methods
    mapfile -t methods < <(failed_methods "$logs/$room")
    [ ${#methods[@]} -gt 0 ] && [ ${#methods[@]} -le "$methods_to_run_again" ] || return 0
    echo "tests/$room: once more, alone: ${methods[*]}"
    run_tests "$room" "$logs/$room.again" "${methods[@]}"
}

# The lines of a list that are, or with -v are not, among the other arguments.
among() { grep -xF "$1" -f <(printf '%s\n' "${@:2}") || true; }

run_rooms() { xargs -r -P "$1" -I '{}' bash -c 'run_tests "$1" "$2/$1" ${3:+"$3"}' _ '{}' "$logs" "$filter"; }

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

for room in "${rooms[@]}"; do run_again "$room"; done

# read_summary ROOM OUTPUT: sets total, errors, broken (failed tests) and omitted (skipped ones) by a runner's last summary; fails if there is none.
readonly summary='Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+), Not Run: ([0-9]+)'
read_summary() {
    local result
    [ -e "$2" ] || return 1
    result=$(grep "^ *MGen\.$1\.Tests  Total: " "$2" | tail -n 1) || true
    [[ $result =~ $summary ]] || return 1
    total=${BASH_REMATCH[1]} errors=${BASH_REMATCH[2]} broken=${BASH_REMATCH[3]} omitted=$((BASH_REMATCH[4] + BASH_REMATCH[5]))
}

# passes_again ROOM: whether the second run of its failed tests ran some and all of them passed.
passes_again() { read_summary "$1" "$logs/$1.again" && [ $((errors + broken)) -eq 0 ] && [ "$total" -gt "$omitted" ]; }

passed=0 failed=0 skipped=0
for room in "${rooms[@]}"; do
    code=$(cat "$logs/$room.exit") verdict=failed
    if [ "$code" -eq 1 ] && passes_again "$room"; then verdict='passed only when run again, alone' code=0; fi
    if read_summary "$room" "$logs/$room"; then
        failed_methods "$logs/$room" | sed "s/^/$verdict: /"
        [ "$verdict" = failed ] || broken=0
        passed=$((passed + total - broken - omitted)) skipped=$((skipped + omitted))
        room_failed=$((errors + broken))
    elif [ -z "$filter" ] || ! grep -q "^ *MGen\.$room\.Tests  Total: " "$logs/$room"; then
        room_failed=1
        echo "tests/$room: no result (exit code $code): it crashed, was stopped after $minutes_per_room minutes, has no tests, or is not in the solution"
    else
        room_failed=0
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
