using System.Globalization;
using System.Text;

namespace MGen.Population.Experiments;

/// <summary>Writes <c>shadow.yaml</c> of an experiment without a Tor network. The settings that .NET programs need are explained in docs/SHADOW.md.</summary>
internal static class ShadowFile
{
    /// <summary>What .NET programs need in their environment: a preloaded stub, no debugger's pipes, no spinning, and no certificates of the system.</summary>
    public static IReadOnlyList<(string Name, string Value)> Environment { get; } =
    [
        ("LD_PRELOAD", "./mgen-shadow.so"),
        ("DOTNET_EnableDiagnostics", "0"),
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
        ("SSL_CERT_FILE", "/dev/null"),
        ("SSL_CERT_DIR", "/dev/null"),
    ];

    /// <summary>
    /// Settings of the section <c>experimental</c>. A clock read costs 5 us, and up to 20 us gather before the clock moves: fewer switches into the simulator,
    /// and still a clock that the runtime's loops see move. Other pairs hang or take many times longer; <c>run.sh</c> refuses those.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Experimental { get; } =
    [
        ("use_preload_libc", "false"),
        ("unblocked_vdso_latency", "5 microseconds"),
        ("max_unapplied_cpu_latency", "20 microseconds"),
        ("use_worker_spinning", "false"),
    ];

    /// <summary>The file's text.</summary>
    public static string Text(ExperimentOptions options, IEnumerable<ShadowHost> hosts)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"general:\n  stop_time: {ShadowTimes.Of(options).Stop}s\n  model_unblocked_syscall_latency: true\n");
        text.Append("experimental:\n");
        foreach ((string name, string value) in Experimental)
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {value}\n");
        text.Append("network:\n  graph:\n    type: 1_gbit_switch\nhosts:\n");
        string environment = "&mgen {" + string.Join(", ", Environment.Select(entry => $"{entry.Name}: \"{entry.Value}\"")) + "}";
        foreach (ShadowHost host in hosts)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {host.Name}:\n    network_node_id: 0\n    ip_addr: {host.Address}\n    processes:\n");
            foreach (ShadowProcess process in host.Processes)
            {
                text.Append(CultureInfo.InvariantCulture, $"    - path: {process.Program}\n      args: \"{process.Arguments}\"\n");
                text.Append(CultureInfo.InvariantCulture, $"      start_time: {process.StartSeconds}s\n");
                if (process.EndSeconds is { } end)
                    text.Append(CultureInfo.InvariantCulture, $"      shutdown_time: {end}s\n");
                text.Append(CultureInfo.InvariantCulture, $"      expected_final_state: {(process.EndSeconds is null ? "running" : "{exited: 0}")}\n");
                text.Append(CultureInfo.InvariantCulture, $"      environment: {environment}\n");
                environment = "*mgen";
            }
        }
        return text.ToString();
    }
}
