#!/usr/bin/env bash
# Estimates the programs' cost in the Shadow simulator on a machine without it: each system call, each clock read and each wake-up is a switch into the simulator.
# The script counts them in real time, with one processor and the environment that experiments set.
#
#   bench/system-calls.sh [DIRECTORY]          programs made by publish.sh --shadow; default: out/publish
#   SECONDS_MEASURED=20 bench/system-calls.sh  how long each count lasts (default 20)
#
# Per program: until it listens (a client: until its user is awake), per idle second, and per log line while 20 users talk in groups of four through one client process.
# calls and futex: strace -f -c; clock: reads, by a preloaded library; wakes: voluntary context switches of its threads; MB: private memory.
# Needs strace, cc and taskset. Linux only.
set -euo pipefail
readonly root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) seconds=${SECONDS_MEASURED:-20}
case ${1:-} in -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p;}' "${BASH_SOURCE[0]}"; exit 0 ;; esac
readonly programs=$(cd "${1:-$root/out/publish}" && pwd)
for tool in strace cc taskset; do
    command -v "$tool" >/dev/null || { echo "system-calls.sh: $tool is not on PATH" >&2; exit 3; }
done
for program in mgen-server mgen-web mgen-client mgen-peer; do
    [ -x "$programs/$program" ] || { echo "system-calls.sh: there is no $programs/$program; publish.sh --shadow makes it" >&2; exit 3; }
done

readonly work=$(mktemp -d) port=${PORT:-16397}
started=()
stop() {
    [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM
cd "$work"
mkdir clock
cc -O2 -shared -fPIC -o clock.so "$root/bench/clock-reads.c" -ldl
cc -O2 -shared -fPIC -o mgen-shadow.so "$root/shadow/preload/mgen-shadow.c"
export DOTNET_EnableDiagnostics=0 DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 CLOCK_READS=$work/clock
readonly preload="$work/clock.so $work/mgen-shadow.so"

# user NAME GROUP IDLE: a configuration; IDLE is the mean time between a user's turns in seconds.
user() {
    cat <<EOF
user: $1
message_server: 127.0.0.1:$port
web_server: 127.0.0.1:$((port + 1))
bootstrap: 1
retry: 5
seed: 1
distributions:
  s: 0.9
  r: 0.9
  m: {distribution: Poisson, lambda: 2}
  i: {distribution: Uniform, low: $3, high: $3.5}
  w: {distribution: Uniform, low: 1, high: 2}
  a_s: {distribution: Uniform, low: 5, high: 6}
  a_r: {distribution: Uniform, low: 5, high: 6}
conversations:
  - group: $2
EOF
}
mkdir busy
for ((i = 0; i < 20; i++)); do user "user$i" "group$((i / 4))" 1 >"busy/user$i.yaml"; done
user alone nobody 100000 >alone.yaml
user peer nobody 100000 | grep -v server >peer.yaml
sed -i 's/- group: nobody/- {group: nobody, recipients: [other]}/' peer.yaml
printf '127.0.0.1:%s peer\n127.0.0.1:%s other\n' $((port + 2)) $((port + 3)) >hostsfile

# start NAME PROGRAM...: in the background; sets $pid.
start() {
    local name=$1
    shift
    LD_PRELOAD=$preload taskset -c 0 "$programs/$@" >"$name.log" 2>"$name.txt" &
    pid=$!
    started+=("$pid")
}
# wait_for NAME PATTERN: until its log has a line.
wait_for() {
    local i
    for ((i = 0; i < 600; i++)); do
        grep -qsE "$2" "$1.log" && return
        sleep 0.1
    done
    echo "system-calls.sh: $1 did not reach this point: $(tail -n 1 "$1.txt")" >&2
    exit 3
}
calls() { awk -v name="$2" '$NF == name { for (i = NF - 1; i > 3; i--) if ($i ~ /^[0-9]+$/) count = $i } END { print count + 0 }' "$1"; }
clock_reads() { od -An -N8 -tu8 "clock/$1" 2>/dev/null || echo 0; }
# threads_of PID: each thread with how often it was woken so far.
threads_of() { cat /proc/"$1"/task/*/status 2>/dev/null | awk '/^Pid/ { thread = $2 } /^voluntary/ { print thread, $2 }'; }
# wakes BEFORE AFTER: how often threads were woken between; of threads that have ended since, the end is not known.
wakes() { awk 'NR == FNR { before[$1] = $2; next } { sum += $2 - before[$1] } END { print sum + 0 }' <(echo "$1") <(echo "$2"); }
private_mb() { awk '/^Private/ { sum += $2 } END { printf "%.1f", sum / 1024 }' "/proc/$1/smaps_rollup"; }
row() { printf '%-28s %9s %9s %9s %9s %9s %9s\n' "$@"; }

# count PID [LOG]: system calls, futex calls, clock reads and wake-ups of a process, per second or per line of a log. In two periods, for being traced wakes a process, too.
count() {
    local reads wakes began
    began=$(lines "${2:-}") reads=$(clock_reads "$1") wakes=$(threads_of "$1")
    sleep "$seconds"
    reads=$(($(clock_reads "$1") - reads)) wakes=$(wakes "$wakes" "$(threads_of "$1")")
    local untraced=$(($(lines "${2:-}") - began))
    began=$(lines "${2:-}")
    timeout -s INT "$seconds" strace -f -c -o "strace.$1" -p "$1" 2>/dev/null || true
    echo "$(per "$(($(lines "${2:-}") - began))" "$(calls "strace.$1" total)" "$(calls "strace.$1" futex)") $(per "$untraced" "$reads" "$wakes")"
}
# lines LOG: how many it has; without a log, the seconds that have passed.
lines() { if [ -n "$1" ]; then wc -l <"$1"; else echo "$SECONDS"; fi; }
# per DIVISOR COUNT...
per() { awk -v by="$1" -v counts="${*:2}" 'BEGIN { n = split(counts, count, " "); for (i = 1; i <= n; i++) printf "%.1f ", count[i] / (by > 0 ? by : 1) }'; }

# measure_start NAME PATTERN PROGRAM...: until its log has a line. Twice, once traced.
measure_start() {
    local name=$1 pattern=$2 tracer reads wakes threads memory
    shift 2
    start "$name" "$@"
    wait_for "$name" "$pattern"
    reads=$(clock_reads "$pid") wakes=$(wakes '' "$(threads_of "$pid")") threads=$(threads "$pid") memory=$(private_mb "$pid")
    end "$pid"
    rm "$name.log" # or its line would be found before the second run has begun
    LD_PRELOAD='' taskset -c 0 strace -f -c -E LD_PRELOAD="$preload" -o "start.$name" "$programs/$@" >"$name.log" 2>"$name.txt" &
    tracer=$!
    started+=("$tracer")
    wait_for "$name" "$pattern"
    kill -KILL $(cat "/proc/$tracer/task/$tracer/children")
    wait "$tracer" 2>/dev/null || true
    unset 'started[-1]'
    row "start: $name" "$(calls "start.$name" total)" "$(calls "start.$name" futex)" $reads "$wakes" "$threads" "$memory"
}
measure() { row "$1" $(count "$2" "${3:-}") "$(threads "$2")" "$(private_mb "$2")"; }
threads() { ls "/proc/$1/task" | wc -l; }
# end PID: the last one that was started.
end() {
    kill -KILL "$1"
    wait "$1" 2>/dev/null || true
    unset 'started[-1]'
}

row '' calls futex clock wakes threads MB
measure_start mgen-server ',listening,' mgen-server "127.0.0.1:$port"
measure_start mgen-web ',listening,' mgen-web "127.0.0.1:$((port + 1))"
start server mgen-server "127.0.0.1:$port"; server=$pid
start web mgen-web "127.0.0.1:$((port + 1))"; web=$pid
wait_for server ',listening,'
wait_for web ',listening,'
measure_start mgen-client ',awake' mgen-client alone.yaml
measure_start mgen-peer ',Idle' mgen-peer hostsfile peer.yaml
start client mgen-client alone.yaml; client=$pid
start peer mgen-peer hostsfile peer.yaml; peer=$pid
wait_for client ',awake'
wait_for peer ',Idle'
sleep 8 # until the runtime's own threads are idle
measure 'idle second: mgen-server' "$server"
measure 'idle second: mgen-web' "$web"
measure 'idle second: mgen-client' "$client"
measure 'idle second: mgen-peer' "$peer"
kill "$client" "$peer"
start busy mgen-client 'busy/*.yaml'; busy=$pid
wait_for busy ',receive,'
sleep 5
measure 'log line: mgen-client' "$busy" busy.log
measure 'log line: mgen-server' "$server" server.log
