#!/usr/bin/env bash
# Resident memory of mgen-server and mgen-client in a real run: the conversations of a population, all connected and idle.
#
#   bench/memory.sh --users N [OPTIONS]
#
#   bench/memory.sh --users 130 --data ../shared/data     8,700 connections of one client process
#   bench/memory.sh --users 130 --engine openssl          with OpenSSL's connection objects
#
#   --users N       people; each has some 70 conversations, each a connection
#   --data DIR      tables of the population (dyadic_count.dat, group-counts.dat, group_sizes.dat); default: the example of mgentools generate
#   --engine E      TLS of both programs: auto (default), records, openssl, managed
#   --settle S      seconds between the last connection and the look at the memory; default 6
#   --root DIR      the checkout whose programs run; default: this one
#
# A run of 4 people precedes it: the difference of the two runs, divided by the difference of their connections, is the cost of one. Without it the runtime itself,
# some 90 and 50 MB, would be counted. The parts are read from /proc/PID/smaps: "managed" is the collected heap, "malloc" glibc's heap and arenas, "rest" code, files, stacks.
# Build first: dotnet build -c Release MGen.slnx. Linux only; needs as many descriptors as connections, twice.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
case ${1:-} in '' | -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac

users='' data='' engine=auto settle=6
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || { echo "memory.sh: $1 needs a value; try --help" >&2; exit 2; }
    case $1 in
        --users) users=$2 ;;
        --data) data=$(cd "$2" && pwd) ;;
        --engine) engine=$2 ;;
        --settle) settle=$2 ;;
        --root) root=$(cd "$2" && pwd) ;;
        *) echo "memory.sh: $1 is not an option; try --help" >&2; exit 2 ;;
    esac
    shift 2
done
[[ $users =~ ^[0-9]+$ && $users -gt 4 ]] || { echo "memory.sh: --users needs a number above 4, not '$users'" >&2; exit 2; }
ulimit -n "$(ulimit -Hn)"

folder=$(mktemp -d) server='' client=''
stop() {
    for process in $client $server; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    server='' client=''
}
trap 'stop; rm -rf "$folder"' EXIT

program() { dotnet "$root/src/$1/bin/Release/net10.0/$2.dll" "${@:3}"; }

sockets() { find "/proc/$1/fd" -lname 'socket:*' 2>/dev/null | wc -l; }

parts() { awk -f "$here/memory-parts.awk" "/proc/$1/smaps"; }

# One run; prints: connections, then managed, malloc, rest and CPU ms of the server and of the client.
measure() { # users
    local tables=() experiment=$folder/$1 expected before
    [ -z "$data" ] || tables=(--dyadic "$data/dyadic_count.dat" --group "$data/group-counts.dat" --group-sizes "$data/group_sizes.dat")
    program Tools mgentools generate --users "$1" "${tables[@]}" --bootstrap 1h --duration 1h --out "$experiment" >"$experiment.txt" 2>&1 ||
        { cat "$experiment.txt" >&2; exit 3; }
    expected=$(sed -n 's/^made .* \([0-9,]*\) memberships.*/\1/p' "$experiment.txt" | tr -d ,)
    [ $((expected + 300)) -lt "$(ulimit -n)" ] || { echo "memory.sh: $1 people need $expected connections, and a process may open $(ulimit -n) descriptors" >&2; exit 3; }
    : >"$folder/said"
    dotnet "$root/src/Server/bin/Release/net10.0/mgen-server.dll" 127.0.0.1:6397 --engine "$engine" >/dev/null 2>"$folder/said" & server=$!
    for _ in $(seq 300); do grep -q 'stop it with' "$folder/said" && break; sleep 0.1; done
    grep -q 'stop it with' "$folder/said" || { echo "memory.sh: mgen-server did not start: $(cat "$folder/said")" >&2; exit 3; }
    before=$(sockets "$server")
    dotnet "$root/src/Client/bin/Release/net10.0/mgen-client.dll" "$experiment/users/*/*.yaml" --seed 1 --engine "$engine" --quiet >/dev/null & client=$!
    for _ in $(seq 240); do [ $(($(sockets "$server") - before)) -ge "$expected" ] && break; sleep 0.5; done
    [ $(($(sockets "$server") - before)) -ge "$expected" ] || { echo "memory.sh: only $(($(sockets "$server") - before)) of $expected connections were established" >&2; exit 4; }
    sleep "$settle"
    echo "$expected $(parts "$server") $(cpu "$server") $(parts "$client") $(cpu "$client")"
    stop
}

cpu() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print int(1000 * ($12 + $13) / hz) }' "/proc/$1/stat"; }

measure 4 >"$folder/small.row"
measure "$users" >"$folder/large.row"
awk -v engine="$engine" '
    NR == 1 { for (i = 1; i <= NF; i++) small[i] = $i; next }
    function row(name, at,    i, all, each) {
        printf "%-12s", name
        for (i = at; i < at + 3; i++) printf "%12.1f", $i / 1024
        printf "%12.1f MB\n%-12s", ($at + $(at + 1) + $(at + 2)) / 1024, "  each"
        for (i = at; i < at + 3; i++) { each = ($i - small[i]) / ($1 - small[1]); all += each; printf "%12.2f", each }
        printf "%12.2f KB, %.2f ms of CPU\n", all, ($(at + 3) - small[at + 3]) / ($1 - small[1])
    }
    {
        printf "%d connections, engine %s; each: what a connection adds over a run of %d\n", $1, engine, small[1]
        printf "%-12s%12s%12s%12s%12s\n", "", "managed", "malloc", "rest", "resident"
        row("mgen-server", 2); row("mgen-client", 6)
    }' "$folder/small.row" "$folder/large.row"
