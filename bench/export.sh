#!/usr/bin/env bash
# What exports cost: TLS records per second of CPU for each format, eight hours of a hundred people as packets, few observed people of a large population with
# the memory that they take, and calls of libmgen_people. A record is a TLS record of an observed connection, with the packets that follow from it.
#
#   bench/export.sh [OPTIONS]
#
#   --programs DIR   published mgentools and libmgen_people.so; default out/publish, made by ./publish.sh
#   --minutes N      simulated minutes of a hundred people who talk much (--lively) for the formats; default 120
#   --people N       people of the large population, of whom 0.1 % are observed; default 100000
#   --hours N        hours of the large population; default 24
#   --calls N        calls of libmgen_people, in millions; default 20
#
# Files go to a temporary directory (TMPDIR), packets of the formats' rows to /dev/null: so the disk's speed is not part of them. Each row is one run.
# Memory is the most that was resident. Exit codes: 0 done, 2 bad usage, 3 a program is missing or failed. Linux only; needs GNU time, and cc for the last row.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
programs=$root/out/publish minutes=120 people=100000 hours=24 calls=20
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;;
        --programs | --minutes | --people | --hours | --calls) [ $# -ge 2 ] || { echo "export.sh: $1 needs a value; try --help" >&2; exit 2; } ;;
        *) echo "export.sh: $1 is not an option; try --help" >&2; exit 2 ;;
    esac
    case $1 in --programs) programs=$(cd "$2" && pwd) || exit 2 ;; --minutes) minutes=$2 ;; --people) people=$2 ;; --hours) hours=$2 ;; --calls) calls=$2 ;; esac
    shift 2
done
for number in "$minutes" "$people" "$hours" "$calls"; do
    [[ $number =~ ^[1-9][0-9]{0,7}$ ]] || { echo "export.sh: '$number' is not a whole number from 1 to 99999999" >&2; exit 2; }
done
[ -x /usr/bin/time ] || { echo "export.sh: GNU time is missing: install it (Debian: apt install time)" >&2; exit 3; }
for program in mgentools libmgen_people.so; do
    [ -e "$programs/$program" ] || { echo "export.sh: $programs/$program is missing: run ./publish.sh $programs $program" >&2; exit 3; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# measure NAME COMMAND...: runs mgentools with --format json, prints a row.
measure() {
    local name=$1 times
    shift
    if ! /usr/bin/time -o times -f '%U %S %e %M' "$programs/mgentools" "$@" --quiet --format json >result.json 2>said; then
        echo "export.sh: mgentools $* failed:" >&2
        cat said >&2
        exit 3
    fi
    times=$(cat times)
    local records packets messages events
    records=$(field records) packets=$(field packets) messages=$(field messages) events=$(field events)
    awk -v name="$name" -v times="$times" -v events="$events" -v records="$records" -v packets="$packets" -v messages="$messages" 'BEGIN {
        split(times, t, " "); cpu = t[1] + t[2]
        printf "%-34s %9.2f %9.2f %12d %12d %12d %10d %8.2f %8d\n", name, t[3], cpu, events, records, packets, messages, (records > 0 ? records : events) / cpu / 1e6, t[4] / 1024 }'
}

field() { sed -n "s/^ *\"$1\": \([0-9]*\),\{0,1\}$/\1/p" result.json | tail -1; }

printf '%-34s %9s %9s %12s %12s %12s %10s %8s %8s\n' '' 'wall s' 'CPU s' events records packets messages 'M/CPU s' MiB
"$programs/mgentools" simulate --users 100 --lively --duration "${minutes}m" --seed 7 --quiet --log run.log --format json >/dev/null
for format in pcapng maybenot npz truth schedule parquet; do
    [ "$format" = pcapng ] && path=/dev/null || path=out-$format
    measure "$format from a log" export run.log --export "$format=$path"
    rm -rf "out-$format"
    measure "$format while simulating" simulate --users 100 --lively --duration "${minutes}m" --seed 7 --threads 1 --export "$format=$path"
    rm -rf "out-$format"
done
rm run.log
measure '100 people, 8 h, with truth' simulate --users 100 --duration 8h --seed 7 --threads 1 --export pcapng=quiet.pcapng --export truth=quiet-truth
few=(simulate --users "$people" --duration "${hours}h" --seed 7 --threads 1 --observe 0.1%)
measure "$people people, $hours h, 0.1 %" "${few[@]}" --export pcapng=few.pcapng --export truth=few-truth
measure "the same, npz" "${few[@]}" --export npz=few.npz

cc=$(command -v cc || true)
[ -n "$cc" ] || { echo "export.sh: no row of libmgen_people, for there is no cc" >&2; exit 0; }
"$cc" -O2 "$root/bench/people.c" -I"$root/src/People" -L"$programs" -l:libmgen_people.so -o people
LD_LIBRARY_PATH=$programs ./people "$root/samples/client/alice.yaml" tea "$calls"
