namespace MGen.Population.Experiments;

/// <summary>The parts of <c>run.sh</c> that are the same for all populations.</summary>
internal static class ScriptTemplates
{
    /// <summary>Runs a simulation, and checks its results.</summary>
    public const string ShadowEnd = "run_and_check\n";

    /// <summary>
    /// Keeps the logs of an earlier run, and defines the functions that start programs, wait for them and end them.
    /// </summary>
    public const string LiveStart = """
        if [ -e logs ]; then
            kept=1
            while [ -e "earlier/$kept" ]; do kept=$((kept + 1)); done
            mkdir -p earlier
            mv logs "earlier/$kept"
            echo "the logs of an earlier run are in earlier/$kept now" >&2
        fi
        mkdir logs
        name_of=() servers=() users=() status=0 # name_of: by process id
        finish() {
            [ "${#name_of[@]}" -eq 0 ] || kill "${!name_of[@]}" 2> /dev/null || true
            wait
        }
        trap finish EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM

        # start NAME PROGRAM...: its log is logs/NAME.log, what it says logs/NAME.txt. Both files are there at once, not when the program's process has begun: others read them.
        start() {
            local name=$1
            shift
            : > "logs/$name.log" > "logs/$name.txt"
            "$@" > "logs/$name.log" 2> "logs/$name.txt" &
            name_of[$!]=$name
        }
        # start_tor NAME DIRECTORY ARGUMENTS...: has no event log.
        start_tor() {
            local name=$1
            : > "logs/$name.txt"
            (cd "$2" && exec tor "${@:3}") > "logs/$name.txt" 2>&1 &
            name_of[$!]=$name
        }
        # report PID WORDS: what is the matter with a program, and its last line.
        report() { echo "${name_of[$1]} $2; its last line: $(tail -n 1 "logs/${name_of[$1]}.txt")" >&2; }
        check_servers() {
            local pid
            for pid in "${servers[@]+"${servers[@]}"}"; do
                kill -0 "$pid" 2> /dev/null || { report "$pid" "has ended"; exit 3; }
            done
        }
        wait_for_servers() {
            local pid limit=$((SECONDS + 60))
            for pid in "${servers[@]+"${servers[@]}"}"; do
                until grep -q ',listening,' "logs/${name_of[$pid]}.log"; do
                    check_servers
                    [ "$SECONDS" -lt "$limit" ] || { report "$pid" "does not listen after a minute"; exit 3; }
                    sleep 0.1
                done
            done
        }
        # end_user PID: exit codes 2 and 3 say that it did not start: then the run is none.
        end_user() {
            local code=0
            wait "$1" || code=$?
            [ "$code" -ne 0 ] || return 0
            status=$code
            report "$1" "ended with exit code $code"
            case $code in 2 | 3) exit "$code" ;; esac
        }
        # wait_for_users: until all have ended. Says that it is alive: each second on a terminal, else each minute.
        wait_for_users() {
            local pid left running=("${users[@]}") began=$SECONDS told=$SECONDS every=60 line=''
            [ ! -t 2 ] || every=1 line='\r\033[K'
            while [ "${#running[@]}" -gt 0 ]; do
                sleep 0.2
                left=()
                for pid in "${running[@]}"; do
                    if kill -0 "$pid" 2> /dev/null; then left+=("$pid"); else end_user "$pid"; fi
                done
                running=("${left[@]+"${left[@]}"}")
                check_servers
                [ $((SECONDS - told)) -ge "$every" ] || continue
                told=$SECONDS
                printf "$line%d s: %d client processes are running, event logs %s MB" $((SECONDS - began)) "${#running[@]}" \
                    "$(wc -c logs/*.log | awk 'END { printf "%.1f", $1 / 1e6 }')" >&2
                [ -n "$line" ] || echo >&2
            done
            [ -z "$line" ] || echo >&2
        }

        """;

    /// <summary>Waits for the users.</summary>
    public const string LiveEnd = """
        wait_for_users
        echo "done (exit code $status): event logs are logs/*.log, summaries logs/*.txt"
        exit "$status"

        """;

    /// <summary>The beginning of a simulation's script: checks the required programs.</summary>
    /// <param name="programs">Programs, separated by spaces.</param>
    /// <param name="mayErr">
    /// Whether errors in event logs are reported without failing the run. True with Tor, because circuits of a Tor
    /// network break.
    /// </param>
    public static string ShadowHead(string programs, bool mayErr) =>
        $$"""
            #!/usr/bin/env bash
            # Runs this experiment in the Shadow simulator, then says what arrived. Written by mgentools generate; what it holds is in manifest.json.
            # Settings: experiment.sh.
            MGEN_RUNS=${MGEN_RUNS:-1} MGEN_TIME_LIMIT=${MGEN_TIME_LIMIT:-24h} MGEN_ERRORS=${MGEN_ERRORS:-{{(
                mayErr ? "allowed" : "forbidden"
            )}}}
            . "$(dirname "${BASH_SOURCE[0]}")/experiment.sh"
            need {{programs}}

            """;

    /// <summary>The beginning of a live run's script: changes the directory and checks the required programs.</summary>
    /// <param name="programs">Programs, separated by spaces.</param>
    public static string Head(string programs) =>
        $$"""
            #!/usr/bin/env bash
            # Runs this experiment. Written by mgentools generate; what it holds is in manifest.json.
            set -euo pipefail
            cd "$(dirname "${BASH_SOURCE[0]}")"
            for program in {{programs}}; do
                command -v "$program" > /dev/null || { echo "$program is not on PATH" >&2; exit 3; }
            done

            """;

    /// <summary>
    /// Lets Tor create the keys of the onion services, unless they exist, and writes the names of the services into the
    /// hosts file.
    /// </summary>
    /// <param name="hosts">A glob pattern of the hosts' directories.</param>
    /// <param name="hostsFile">The hosts file.</param>
    public static string OnionNames(string hosts, string hostsFile) =>
        $$"""
            for host in {{hosts}}; do
                for torrc in "$host"/*.torrc; do
                    missing() { for service in $(sed -n 's/^HiddenServiceDir //p' "$torrc"); do [[ -s $host/$service/hostname ]] || return 0; done; return 1; }
                    missing || continue
                    data=$(basename "$torrc" .torrc)
                    (cd "$host" && exec tor --quiet --defaults-torrc /dev/null -f "$data.torrc" --DataDirectory "$data" --DisableNetwork 1 --SocksPort 0 --ControlPort 0) &
                    tor=$!
                    for ((i = 0; i < 600; i++)); do
                        missing || break
                        kill -0 "$tor" 2> /dev/null || { echo "tor ended early: see 'tor --verify-config -f $torrc'" >&2; exit 3; }
                        sleep 0.1
                    done
                    kill "$tor" && wait "$tor" || true
                    missing && { echo "tor made no keys for $torrc within a minute" >&2; exit 3; }
                done
                for service in "$host"/*.tor; do
                    [[ -d $service ]] || continue
                    user=$(basename "$service" .tor)
                    printf 's/^%s:/%s:/\n' "$user" "$(cat "$service/hostname")"
                done
            done > onion-names.sed
            sed -i -f onion-names.sed {{hostsFile}}

            """;
}
