using System.Globalization;
using System.Text;

namespace MGen.Population.Experiments;

/// <summary>
/// Writes the <c>shadow.yaml</c> of an experiment without a Tor network. docs/SHADOW.md explains the settings that .NET
/// programs need.
/// </summary>
internal static class ShadowFile
{
    /// <summary>
    /// Environment of .NET programs: a preloaded stub, no diagnostics pipes, no spinning, and no system certificates.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Environment { get; } =
    [
        ("LD_PRELOAD", "./mgen-shadow.so"),
        ("DOTNET_EnableDiagnostics", "0"),
        ("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0"),
        ("SSL_CERT_FILE", "/dev/null"),
        ("SSL_CERT_DIR", "/dev/null"),
    ];

    /// <summary>
    /// Settings of the section <c>experimental</c>. Reading the clock costs 5 us, and up to 20 us accumulate before the
    /// clock advances: few switches into the simulator, and a clock that the runtime's spin loops see advance. Other
    /// pairs hang or take many times longer; <c>run.sh</c> refuses them.
    /// </summary>
    public static IReadOnlyList<(string Name, string Value)> Experimental { get; } =
    [
        ("use_preload_libc", "false"),
        ("unblocked_vdso_latency", "5 microseconds"),
        ("max_unapplied_cpu_latency", "20 microseconds"),
        ("use_worker_spinning", "false"),
    ];

    /// <summary>The text of the file.</summary>
    public static string Text(ExperimentOptions options, IEnumerable<ShadowHost> hosts)
    {
        StringBuilder text = new();
        text.Append(
            CultureInfo.InvariantCulture,
            $"general:\n  stop_time: {ShadowTimes.For(options).Stop}s\n  model_unblocked_syscall_latency: true\n"
        );
        text.Append("experimental:\n");
        foreach ((string name, string value) in Experimental)
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {value}\n");
        text.Append("network:\n  graph:\n    type: 1_gbit_switch\nhosts:\n");
        string environment =
            "&mgen {" + string.Join(", ", Environment.Select(entry => $"{entry.Name}: \"{entry.Value}\"")) + "}";
        foreach (ShadowHost host in hosts)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {host.Name}:\n    network_node_id: 0\n    ip_addr: {host.Address}\n    processes:\n"
            );
            foreach (ShadowProcess process in host.Processes)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"    - path: {process.Program}\n      args: \"{process.Arguments}\"\n"
                );
                text.Append(CultureInfo.InvariantCulture, $"      start_time: {process.StartSeconds}s\n");
                if (process.EndSeconds is { } end)
                    text.Append(CultureInfo.InvariantCulture, $"      shutdown_time: {end}s\n");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"      expected_final_state: {(process.EndSeconds is null ? "running" : "{exited: 0}")}\n"
                );
                text.Append(CultureInfo.InvariantCulture, $"      environment: {environment}\n");
                environment = "*mgen";
            }
        }
        return text.ToString();
    }
}
