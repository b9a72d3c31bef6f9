#!/usr/bin/env bash
# Throughput of a cluster compared with mgen-server: deliveries per CPU-second of all its processes together.
#
#   MGENLOAD=path/to/mgenload bench/cluster.sh SHAPE... [-- LOAD OPTIONS]
#
#   bench/cluster.sh server 1+1 2+2 4+4                              500 pairs, closed loop
#   bench/cluster.sh server 2+2 -- --groups 100 --members 10
#   bench/cluster.sh 4+4 -- --groups 1 --members 5000 --senders one --rate 20
#   WARMUP=20 SECONDS_MEASURED=10 bench/cluster.sh 2+2
#
# A shape is "server" or SILOS+GATEWAYS. Build first: dotnet build -c Release MGen.slnx.
# MGENLOAD is a load generator that plays the members over TLS, checks every delivery and prints one object of JSON; it spreads its connections over the
# ports in MGEN_PORTS, in turn. CPU time is read from /proc over the seconds that are measured; the just-in-time compiler's own thread is
# counted separately ("jit"): it works in the first minute of a process, whatever is delivered. Linux only.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) warmup=${WARMUP:-12} measured=${SECONDS_MEASURED:-6}
case ${1:-} in '' | -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac
: "${MGENLOAD:?the load generator}"
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"

shapes=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do shapes+=("$1"); shift; done
[ $# -eq 0 ] || shift
load=("$@")
[ ${#load[@]} -gt 0 ] || load=(--groups 500 --members 2)

folder='' processes=() ports=()
stop() {
    [ ${#processes[@]} -eq 0 ] || kill "${processes[@]}" 2>/dev/null || true
    for process in ${processes[@]+"${processes[@]}"}; do wait "$process" 2>/dev/null || true; done
    [ -z "$folder" ] || rm -rf "$folder"
    folder='' processes=() ports=()
}
trap stop EXIT

start() { # program, its folder, arguments
    local said=$folder/said.${#processes[@]} program=$root/src/$2/bin/Release/net10.0/$1.dll
    : >"$said" # before the process is, so that waiting finds it
    dotnet "$program" "${@:3}" >/dev/null 2>"$said" &
    processes+=($!)
}

wait_until_ready() {
    for said in "$folder"/said.*; do
        for _ in $(seq 600); do
            grep -q 'stop it with' "$said" && break
            sleep 0.1
        done
        grep -q 'stop it with' "$said" || { echo "cluster.sh: a process did not start: $(cat "$said")" >&2; exit 3; }
    done
    mapfile -t ports < <(sed -n 's/.* listens on [^ ]*:\([0-9]*\) .*/\1/p' "$folder"/said.*)
}

# What the kernel has counted until now: each process, which keeps the ticks of threads that have ended, and its compiler's threads, which end when idle.
sample() {
    echo "at $(date +%s.%N)"
    for process in "${processes[@]}"; do
        cat "/proc/$process/stat" || true
        grep -h '^[0-9]* (.*Tiered' /proc/"$process"/task/*/stat || true
    done 2>/dev/null
}

# Lines of samples to one line each: the time, all ticks, and of them the compiler's; a thread that has ended counts with its last sample.
ticks() {
    awk 'function flush() { if (at) { jit = 0; for (thread in seen) jit += seen[thread]; print at, all, jit }; all = 0 }
         $1 == "at" { flush(); at = $2; next }
         { stat = $0; sub(/.*\) /, "", stat); split(stat, field, " "); used = field[12] + field[13] } # a name may hold blanks and parentheses
         /Tiered/ { seen[$1, field[20]] = used; next } # number and start: numbers are reused
         { all += used }
         END { flush() }' "$@"
}

resident() {
    local total=0
    for process in "${processes[@]}"; do total=$((total + $(awk '/VmRSS/ { print $2 }' "/proc/$process/status"))); done
    echo $((total / 1024))
}

field() { sed -n "s/.*\"$1\":\([-0-9.e+]*\).*/\1/p" <<<"$result"; }

# Median and 99th percentile of the time from sending to each delivery, in milliseconds.
latency() { sed -n 's/.*"lat_us":{[^}]*"p50":\([0-9.]*\),[^}]*"p99":\([0-9.]*\),.*/\1 \2/p' <<<"$result" | awk '{ printf "%.2f/%.1f", $1 / 1000, $2 / 1000 }'; }

measure() {
    local shape=$1 result memory
    folder=$(mktemp -d)
    if [ "$shape" = server ]; then
        start mgen-server Server 127.0.0.1:0
    else
        for _ in $(seq "${shape%+*}"); do start mgen-silo Silo --local-folder "$folder/members"; done
        for _ in $(seq "${shape#*+}"); do start mgen-gateway Gateway 127.0.0.1:0 --local-folder "$folder/members"; done
    fi
    wait_until_ready
    sleep 1
    MGEN_PORTS=$(IFS=,; echo "${ports[*]}") "$MGENLOAD" --addr "127.0.0.1:${ports[0]}" --wait 1 --warmup "$warmup" --duration "$measured" --conc 64 --json "${load[@]}" \
        >"$folder/result" 2>"$folder/tool" &
    local tool=$!
    while kill -0 "$tool" 2>/dev/null; do
        sample >>"$folder/samples"
        sleep 0.5
    done
    wait "$tool" || true
    result=$(cat "$folder/result")
    memory=$(resident)
    # The generator ends about half a second after the seconds that it counts.
    awk -v shape="$shape" -v rate="$(field deliv_per_s)" -v memory="$memory" -v lost="$(field lost)" -v dup="$(field dup)" -v ooo="$(field ooo)" -v measured="$measured" -v latency="$(latency)" \
        -v errors="$(field io_errors)" '{ at[NR] = $1; all[NR] = $2; jit[NR] = $3 } END {
            last = NR - 1; first = last
            while (first > 1 && at[last] - at[first] < measured - 1) first--
            t = at[last] - at[first]; cpu = (all[last] - all[first]) / 100 / t; compiler = (jit[last] - jit[first]) / 100 / t
            printf "%-7s %8.0f deliveries/s  %.2f cores (jit %.2f)  %8.0f per CPU-second, without jit %8.0f  lost %d doubled %d misordered %d errors %d  p50/p99 %s ms  %d MB\n",
                shape, rate, cpu, compiler, rate / cpu, rate / (cpu - compiler), lost, dup, ooo, errors, latency, memory }' < <(ticks "$folder/samples")
    stop
}

for shape in "${shapes[@]}"; do measure "$shape"; done
