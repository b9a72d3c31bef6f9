# Sourced by each experiment's run.sh: what is needed, one simulation, and what must hold afterwards. It works in the experiment's directory.
# mgentools generate copies this file into the experiments that it writes.
#
#   MGEN_TIME_LIMIT   longest wall time of one simulation (default 30m; generated experiments: 24h)
#   MGEN_RUNS         simulations; all must give identical event logs (default 2; generated experiments: 1)
#   MGEN_STALL_LIMIT  seconds of wall time in which simulated time must advance by a second (default 600)
#   MGEN_ERRORS       "allowed": lines of errors in event logs are counted, and fail nothing (default: only with a Tor network made by others)

set -euo pipefail
readonly library=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$(dirname "$0")"
readonly name=$(basename "$PWD")

# Programs made by publish.sh are found without installing them.
PATH=$PATH:$library/../out/publish

# need PROGRAM...: says everything that is missing, not only the first thing.
need() {
    local missing=0 program
    for program in "$@"; do
        command -v "$program" >/dev/null && continue
        missing=1
        case $program in
            shadow) echo "$name: shadow is not on PATH; version 3.3 is wanted: https://shadow.github.io/docs/guide/install_shadow.html" >&2 ;;
            tor | tor-gencert) echo "$name: $program is not on PATH (Debian: apt install tor)" >&2 ;;
            cc) echo "$name: no C compiler cc on PATH (Debian: apt install gcc libc6-dev)" >&2 ;;
            *) echo "$name: $program is not on PATH; ./publish.sh makes it" >&2 ;;
        esac
    done
    [ "$missing" -eq 0 ] || exit 3
}

# preload NAME: builds a library that is loaded into processes. Its absence would go unnoticed by the loader, so it is looked for.
preload() {
    rm -f "$1.so"
    cc -O2 -shared -fPIC -o "$1.so" "$library/preload/$1.c" || true
    [ -s "$1.so" ] || { echo "$name: $1.so was not built" >&2; exit 3; }
}

# prepare: a fresh copy of the hosts' directories.
prepare() {
    rm -rf shadow.data.template
    cp -r template shadow.data.template
}

# setting NAME: its value in shadow.yaml without quotes and comments; empty if it is not there.
setting() { sed 's/#.*//' shadow.yaml | sed -nE "s/^(.*[ {,])?$1: *[\"']?([^\"',}]*).*/\2/p" | sed 's/ *$//' | tail -n 1; }

# in_nanoseconds TEXT: a time as Shadow writes it ("5 microseconds", "10 ns") as a number; empty if it is none.
in_nanoseconds() {
    local number=${1%%[!0-9]*} unit=${1##*[0-9 ]}
    case $unit in
        ns | nanosecond | nanoseconds) echo "$number" ;;
        us | μs | microsecond | microseconds) echo $((number * 1000)) ;;
        ms | millisecond | milliseconds) echo $((number * 1000000)) ;;
    esac
}

# check_settings: refuses what is known to hang, or to take many times longer, before the simulation does. Reasons: docs/SHADOW.md, "Why each setting".
check_settings() {
    local problems=0 read unapplied program
    refuse() { echo "$name: shadow.yaml: $1" >&2; problems=1; }
    [ "$(setting model_unblocked_syscall_latency)" = true ] || refuse "general.model_unblocked_syscall_latency must be true: without it the clock stands and .NET waits for ever"
    [ "$(setting use_preload_libc)" = false ] || refuse "experimental.use_preload_libc must be false: Shadow's own library would hide ours, and no .NET program starts"
    [ "$(setting LD_PRELOAD)" = ./mgen-shadow.so ] || refuse "LD_PRELOAD of our programs must be ./mgen-shadow.so: without it none starts"
    [ "$(setting DOTNET_EnableDiagnostics)" = 0 ] || refuse "DOTNET_EnableDiagnostics of our programs must be \"0\": the debugger's pipes would block the simulation"
    for program in $(sed 's/#.*//' shadow.yaml | sed -nE "s/^(.*[ {,])?path: *[\"']?(mgen[^\"',} ]*).*/\2/p" | sort -u); do
        command -v "$program" >/dev/null || refuse "the program $program is not on PATH"
    done
    read=$(setting unblocked_vdso_latency) unapplied=$(setting max_unapplied_cpu_latency)
    check_latencies "${read:-10 ns}" "${unapplied:-1 us}"
    [ "$problems" -eq 0 ] || exit 3
}

# check_latencies READ UNAPPLIED: what a clock read costs, and how much of it may gather before the clock moves. The runtime's timers measure loops of clock reads
# until time has moved; a clock that moves too seldom makes each loop longer than the last.
check_latencies() {
    local read unapplied
    read=$(in_nanoseconds "$1") unapplied=$(in_nanoseconds "$2")
    if [ -z "$read" ] || [ -z "$unapplied" ]; then
        refuse "cannot read experimental.unblocked_vdso_latency ($1) or experimental.max_unapplied_cpu_latency ($2)"
    elif [ "$read" -lt 2000 ]; then
        refuse "experimental.unblocked_vdso_latency is $1: below 2 microseconds .NET hangs at its first timer; take 5 microseconds"
    elif [ "$unapplied" -ge $((5 * read)) ]; then
        refuse "experimental.max_unapplied_cpu_latency is $2 with an unblocked_vdso_latency of $1: from five times of it on, .NET hangs or runs many times slower; take 20 and 5 microseconds"
    elif [ "$read" -lt 5000 ] && [ "$unapplied" -gt "$read" ]; then
        refuse "experimental.unblocked_vdso_latency is $1 with a max_unapplied_cpu_latency of $2: such pairs were seen to stand or to double the time; take 5 and 20 microseconds"
    elif [ "$read/$unapplied" != 5000/20000 ] && [ "$read/$unapplied" != 2000/1000 ]; then
        echo "$name: shadow.yaml: $1 with $2 has not been tried (unblocked_vdso_latency, max_unapplied_cpu_latency); known to be good: 5 with 20 microseconds" >&2
    fi
}

# check_connections: refuses more connections to a server than its process may open files; it would close the others, and they would try again until the end.
check_connections() {
    local limit others=400 most
    limit=$(ulimit -Hn)
    [ "$limit" != unlimited ] && [ -d shadow.data.template ] || return 0
    most=$(find shadow.data.template/hosts -name '*.yaml' -print0 | xargs -0 -r awk '
        function server() { return substr($0, RSTART + 16, RLENGTH - 16) }
        FNR == 1 { usual = "" }
        /^message_server:/ && match($0, /message_server: *[^ ,}]+/) { usual = server() }
        /^ *- .*group:/ { connections[match($0, /message_server: *[^ ,}]+/) ? server() : usual]++ }
        END { for (name in connections) if (name != "" && connections[name] > most) { most = connections[name]; where = name }; print most + 0, where }' |
        sort -n | tail -n 1)
    [ "${most%% *}" -gt $((limit - others)) ] || return 0
    echo "$name: ${most%% *} conversations connect to the server at ${most#* }, but a process may open $limit files (ulimit -Hn), $others of them for itself; raise the limit, or generate with more --servers" >&2
    exit 3
}

# keep_earlier FILE...: moves what an earlier run left to the first free of earlier/1, earlier/2 ...; nothing is ever overwritten.
keep_earlier() {
    local file number=1 found=()
    for file in "$@"; do
        [ ! -e "$file" ] || found+=("$file")
    done
    [ "${#found[@]}" -gt 0 ] || return 0
    while [ -e "earlier/$number" ]; do number=$((number + 1)); done
    mkdir -p "earlier/$number"
    mv "${found[@]}" "earlier/$number/"
    echo "$name: the logs of an earlier run are in earlier/$number now" >&2
}

# simulated_seconds BEFORE: the simulated time, by a piece of the simulation's log on stdin; BEFORE if that piece has none.
simulated_seconds() {
    local nanoseconds
    nanoseconds=$(sed -n 's/.*at simtime \([0-9]*\).*/\1/p' | tail -n 1)
    if [ -n "$nanoseconds" ]; then echo $((nanoseconds / 1000000000)); else echo "$1"; fi
}

# ended_early: the first of our processes that ended as it should not, as HOST.PROGRAM.PID, by a log on stdin; empty if none did.
ended_early() { sed -n "s/.*process '\([^']*\.mgen-[^']*\)' exited with .*; expected end state.*/\1/p" | sed -n 1p; }

# last_line HOST.PROGRAM.PID: the last line that a process wrote, on stderr if there is one; of one that ran to its summary, that of the verdict and the last error.
last_line() {
    local process=$1 host program pid line summary
    pid=${process##*.} process=${process%.*}
    program=${process##*.} host=${process%.*}
    line=$(tail -n 1 "shadow.data/hosts/$host/$program.$pid.stderr" 2>/dev/null || true)
    if summary=$(grep -m 1 '^run  ' "shadow.data/hosts/$host/$program.$pid.stderr" 2>/dev/null); then
        line=$(grep ',error,' "shadow.data/hosts/$host/$program.$pid.stdout" 2>/dev/null | tail -n 1 | cut -d, -f3- || true)
        echo "$program on $host ended with a failure: $summary${line:+; its last error: $line}"
        return
    fi
    [ -n "$line" ] || line=$(tail -n 1 "shadow.data/hosts/$host/$program.$pid.stdout" 2>/dev/null || true)
    echo "$program on $host ended early; its last line: ${line:-(it wrote none)}"
}

# stop_simulation: ends it, if it runs.
simulation=''
stop_simulation() {
    [ -n "$simulation" ] || return 0
    kill "$simulation" 2>/dev/null || true
    wait "$simulation" 2>/dev/null || true
    simulation=''
}
trap stop_simulation EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# fail_simulation WORDS: ends it, and the script.
fail_simulation() {
    stop_simulation
    echo "$name: $1" >&2
    exit 4
}

# watch LOG: returns when the simulation has ended. Reports its progress, and ends it if its clock stops or one of our programs has failed.
watch() {
    local log=$1 clock=0 now moved=$SECONDS began=$SECONDS told=$SECONDS failed total read=0 size new
    total=$(setting stop_time)
    while kill -0 "$simulation" 2>/dev/null; do
        sleep 0.5
        # Only what is new, and a little more, in case a line was not complete: a log of a long simulation has hundreds of thousands.
        size=$(wc -c <"$log") new=$(tail -c +$((read > 4096 ? read - 4096 : 1)) "$log") read=$size
        failed=$(ended_early <<<"$new")
        [ -z "$failed" ] || fail_simulation "$(last_line "$failed")"
        now=$(simulated_seconds "$clock" <<<"$new")
        if [ "$now" != "$clock" ]; then
            clock=$now moved=$SECONDS
        elif [ $((SECONDS - moved)) -ge "${MGEN_STALL_LIMIT:-600}" ]; then
            fail_simulation "simulated time stands at $clock s for $((SECONDS - moved)) s: it hangs, or MGEN_STALL_LIMIT must be longer"
        fi
        [ $((SECONDS - told)) -lt 30 ] || { told=$SECONDS; echo "$name: at $clock s of $total, after $((SECONDS - began)) s" >&2; }
    done
}

simulate() {
    local code=0 failed
    rm -rf shadow.data
    echo "$name: simulating, run $1 ..." >&2
    # The log says each simulated second how late it is there; watch reads that, whatever shadow.yaml says of the log.
    timeout "${MGEN_TIME_LIMIT:-30m}" shadow --log-level info --heartbeat-interval "1 s" --template-directory shadow.data.template shadow.yaml >"shadow.$1.log" 2>&1 &
    simulation=$!
    watch "shadow.$1.log"
    wait "$simulation" || code=$?
    simulation=''
    case $code in
        0) return 0 ;;
        124) echo "$name: not finished within ${MGEN_TIME_LIMIT:-30m}; MGEN_TIME_LIMIT gives it more" >&2; exit 4 ;;
    esac
    failed=$(ended_early <"shadow.$1.log")
    if [ -n "$failed" ]; then
        echo "$name: $(last_line "$failed")" >&2
    else
        echo "$name: shadow ended with $code; the end of shadow.$1.log:" >&2
        tail -n 20 "shadow.$1.log" >&2
    fi
    exit 4
}

# lines USER PATTERN: how many lines of the user's event log match, times left out.
lines() {
    cat shadow.data/hosts/"$1"/mgen-*.stdout | cut -d, -f3- | grep -Ec "$2" || true
}

# count_all: each user must have sent and received in each group, and nothing may be missing.
count_all() {
    local config user group members sent received receipts problems=0
    local -A sent_in received_in receipts_in members_of
    for config in template/hosts/*/*.yaml; do
        user=$(sed -n 's/^user: //p' "$config")
        for group in $(sed -n 's/^ *- group: //p' "$config"); do
            sent=$(lines "$user" "^$user,$group,send,")
            receipts=$(lines "$user" "^$user,$group,receive,[^,]+,[^,]+,[^,]+,receipt,")
            received=$(($(lines "$user" "^$user,$group,receive,") - receipts))
            printf '%s: %-8s %-10s sent %4d   received %4d   receipts %4d\n' "$name" "$user" "$group" "$sent" "$received" "$receipts"
            [ "$sent" -gt 0 ] && [ "$received" -gt 0 ] && [ "$receipts" -gt 0 ] || { echo "$name: $user was silent in $group" >&2; problems=1; }
            members_of[$group]=$((${members_of[$group]:-0} + 1))
            sent_in[$group]=$((${sent_in[$group]:-0} + sent))
            received_in[$group]=$((${received_in[$group]:-0} + received))
            receipts_in[$group]=$((${receipts_in[$group]:-0} + receipts))
        done
    done
    for group in "${!members_of[@]}"; do
        members=$((${members_of[$group]} - 1))
        [ "${received_in[$group]}" -eq $((${sent_in[$group]} * members)) ] && [ "${receipts_in[$group]}" -eq "${received_in[$group]}" ] && continue
        echo "$name: in $group ${sent_in[$group]} messages to $members others make ${received_in[$group]} deliveries and ${receipts_in[$group]} receipts: something was lost" >&2
        problems=1
    done
    return "$problems"
}

# memberships: USER,GROUP of each conversation in the users' configurations.
memberships() {
    printf '%s\0' shadow.data.template/hosts/*/*.yaml | xargs -0 awk '/^user: / { user = $2 } match($0, /group: *[^ ,}]+/) { group = substr($0, RSTART, RLENGTH); sub(/^group: */, "", group); print user "," group }'
}

# count_present: each user must have a line in an event log for each of its groups.
count_present() {
    memberships | awk -F, -v name="$name" '
        FILENAME == "-" { wanted[$1 "," $2] = 1; next }
        { delete wanted[$3 "," $4] }
        END {
            for (conversation in wanted) {
                split(conversation, part, ",")
                if (++missing <= 10) print name ": " part[1] " has no line in " part[2] ": it never took part"
            }
            if (missing > 10) print name ": and " missing - 10 " more"
            exit missing > 0
        }' - shadow.data/hosts/*/mgen-*.stdout >&2
}

# check_errors: no log speaks of errors.
check_errors() {
    local found
    found=$(grep -lE '[Ee]rr' shadow.data/hosts/*/mgen-*.std*) || return 0
    echo "$name: errors in" $found >&2
    [ "${MGEN_ERRORS:-}" = allowed ]
}

# check: the requirements on each simulation. In the experiments of four users everyone sends all the time, and has time to end. Users of a generated population may be
# silent; there mgentools determines for each message whether it could have arrived.
check() {
    local problems=0
    if [ -d template ]; then
        count_all || problems=1
    else
        count_present || problems=1
    fi
    check_errors || problems=1
    mgentools analyze --quiet --no-files --warmup 0s --timeout 5m --fail-on-loss shadow.data || { echo "$name: mgentools analyze found losses" >&2; problems=1; }
    [ "$problems" -eq 0 ] || exit 4
}

# event_logs DIRECTORY: their digests, in order.
event_logs() { (cd "$1/hosts" && sha256sum */mgen-*.stdout); }

# compare_runs RUN: its event logs must be those of the first run, which are in shadow.data.first.
compare_runs() {
    if [ "$(event_logs shadow.data)" != "$(event_logs shadow.data.first)" ]; then
        echo "$name: run $1 has other event logs than the first, which are in shadow.data.first:" >&2
        diff <(event_logs shadow.data.first) <(event_logs shadow.data) >&2 || true
        exit 4
    fi
}

run_and_check() {
    local run runs=${MGEN_RUNS:-2}
    check_settings
    check_connections
    preload mgen-shadow
    keep_earlier shadow.data shadow.data.first shadow.*.log
    for ((run = 1; run <= runs; run++)); do
        simulate "$run"
        check
        if [ "$run" -eq 1 ]; then
            [ "$runs" -eq 1 ] || mv shadow.data shadow.data.first
        else
            compare_runs "$run"
        fi
    done
    rm -rf shadow.data.first
    if [ "$runs" -lt 2 ]; then
        echo "$name: one run; MGEN_RUNS=2 shows whether a second gives the same event logs"
    else
        echo "$name: $runs runs gave identical event logs"
    fi
    echo "$name: ok, event logs are shadow.data/hosts/*/mgen-*.stdout"
}
