# Sourced by each experiment's run.sh: what is needed, one simulation, and what must hold afterwards. It works in the experiment's directory.
# mgentools generate copies this file into the experiments that it writes.
#
#   MGEN_TIME_LIMIT   longest wall time of one simulation (default 30m; generated experiments: 24h)
#   MGEN_RUNS         simulations; all must give identical event logs (default 2; generated experiments: 1)

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

simulate() {
    local code=0
    rm -rf shadow.data
    echo "$name: simulating, run $1 ..." >&2
    timeout "${MGEN_TIME_LIMIT:-30m}" shadow --template-directory shadow.data.template shadow.yaml >"shadow.$1.log" 2>&1 || code=$?
    case $code in
        0) ;;
        124) echo "$name: not finished within ${MGEN_TIME_LIMIT:-30m}; MGEN_TIME_LIMIT gives it more" >&2; exit 4 ;;
        *) echo "$name: shadow ended with $code; the end of shadow.$1.log:" >&2; tail -n 20 "shadow.$1.log" >&2; exit 4 ;;
    esac
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

# check: what must hold after each simulation.
check() {
    local problems=0
    # Of a generated population, whose links may break in a network that somebody else made, only this: that nothing was lost.
    [ ! -d template ] || check_each_user || problems=1
    mgentools analyze --quiet --no-files --warmup 0s --timeout 5m --fail-on-loss shadow.data || { echo "$name: mgentools analyze found losses" >&2; problems=1; }
    [ "$problems" -eq 0 ] || exit 4
}

# check_each_user: each was heard, and no log speaks of errors.
check_each_user() {
    local problems=0 found
    count_all || problems=1
    if found=$(grep -lE '[Ee]rr' shadow.data/hosts/*/mgen-*.std*); then
        echo "$name: errors in" $found >&2
        problems=1
    fi
    return "$problems"
}

# event_logs DIRECTORY: their digests, in order.
event_logs() { (cd "$1/hosts" && sha256sum */mgen-*.stdout); }

run_and_check() {
    local run first=''
    preload mgen-shadow
    for ((run = 1; run <= ${MGEN_RUNS:-2}; run++)); do
        simulate "$run"
        check
        [ "$run" -gt 1 ] || first=$(event_logs shadow.data)
        if [ "$(event_logs shadow.data)" != "$first" ]; then
            echo "$name: run $run has other event logs than the first:" >&2
            diff <(echo "$first") <(event_logs shadow.data) >&2 || true
            exit 4
        fi
    done
    [ "${MGEN_RUNS:-2}" -lt 2 ] || echo "$name: ${MGEN_RUNS:-2} runs gave identical event logs"
    echo "$name: ok, event logs are shadow.data/hosts/*/mgen-*.stdout"
}
