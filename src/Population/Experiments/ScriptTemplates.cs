namespace MGen.Population.Experiments;

/// <summary>The parts of <c>run.sh</c> that are the same for all populations.</summary>
internal static class ScriptTemplates
{
    /// <summary>Runs a simulation, and checks what came out.</summary>
    public const string ShadowEnd = "run_and_check\n";

    /// <summary>Remembers what is started, and ends it with the script.</summary>
    public const string LiveStart =
        """
        mkdir -p logs
        started=() users=()
        finish() {
            kill "${started[@]}" "${users[@]}" 2> /dev/null || true
            wait
        }
        trap finish EXIT

        """;

    /// <summary>Waits for the users.</summary>
    public const string LiveEnd =
        """
        status=0
        for user in "${users[@]}"; do
            wait "$user" || status=$?
        done
        echo "done (exit code $status): event logs are logs/*.log, summaries logs/*.txt"
        exit "$status"

        """;

    /// <summary>The beginning of a simulation's script: what must be there.</summary>
    /// <param name="programs">Programs, separated by spaces.</param>
    public static string ShadowHead(string programs) =>
        $$"""
        #!/usr/bin/env bash
        # Runs this experiment in the Shadow simulator, then says what arrived. Written by mgentools generate; what it holds is in manifest.json.
        # Settings: experiment.sh.
        MGEN_RUNS=${MGEN_RUNS:-1} MGEN_TIME_LIMIT=${MGEN_TIME_LIMIT:-24h}
        . "$(dirname "${BASH_SOURCE[0]}")/experiment.sh"
        need {{programs}}

        """;

    /// <summary>The beginning: where to run, and what must be there.</summary>
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

    /// <summary>Lets tor make the onion services' keys, and puts their names into the hosts file, once.</summary>
    /// <param name="hosts">A glob of the hosts' directories.</param>
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
