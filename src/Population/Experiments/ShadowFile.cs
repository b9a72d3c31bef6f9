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
    /// Settings of the section <c>experimental</c>. Reading the clock costs 5 us of simulated time, and the simulated
    /// clock advances once more than 20 us have accumulated. With these two times there are few switches into the
    /// simulator, and the runtime's spin loops see the clock advance. With some other pairs of times a simulation hangs
    /// or takes many times longer; <c>run.sh</c> refuses such pairs.
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

/// <summary>Times of a simulation, in seconds from its start.</summary>
/// <param name="Tor">Start of each host's first Tor process of users; the others follow at intervals of 1 s.</param>
/// <param name="Servers">Start of message and web servers.</param>
/// <param name="Users">Start of the users.</param>
/// <param name="UsersEnd">
/// When all users are asked to end. From then on they send no messages, but frames in flight still arrive.
/// </param>
/// <param name="ServersEnd">When message and web servers are asked to end.</param>
/// <param name="Stop">End of the simulation.</param>
internal sealed record ShadowTimes(int Tor, int Servers, int Users, int UsersEnd, int ServersEnd, int Stop)
{
    /// <summary>Longest stagger of a client's conversations (<c>FxHash.StaggerMilliseconds</c>), in seconds.</summary>
    private const int StaggerSeconds = 10;

    /// <summary>
    /// Time from the users' end to the servers' end, and from the servers' end to the end of the simulation, in
    /// seconds. Within it frames in flight still arrive.
    /// </summary>
    private const int EndsWithin = 30;

    /// <summary>
    /// The times of the original's experiments. Servers start at 3 s and users at 5 s. With Tor, whose network needs
    /// minutes, Tor starts at 100 s, servers at 300 s and users at 310 s. With a registration phase, users start no
    /// earlier than half a minute before its end.
    /// </summary>
    public static ShadowTimes For(ExperimentOptions options)
    {
        bool tor = options.Tors > 0;
        int servers = tor ? 300 : 3;
        int users = Math.Max(
            tor ? 310 : 5,
            servers + (int)options.Registration.TotalSeconds - ExperimentOptions.ShadowLeadSeconds
        );
        double talkFrom = users + StaggerSeconds + options.Bootstrap.TotalSeconds;
        int end = (int)Math.Ceiling(talkFrom + options.Duration.TotalSeconds);
        return new ShadowTimes(Tor: 100, servers, users, end, end + EndsWithin, end + (2 * EndsWithin));
    }
}

/// <summary>The hosts that an experiment adds to a simulation.</summary>
internal sealed class ShadowHosts(ExperimentPlan plan, ExperimentOptions options, int servers)
{
    private readonly ShadowTimes _times = ShadowTimes.For(options);

    /// <summary>All hosts, servers first.</summary>
    public IEnumerable<ShadowHost> All()
    {
        for (int server = 0; server < servers && !options.IsPeer; server++)
        {
            yield return Server(server, 0, "mgen-server");
            yield return Server(server, 1, "mgen-web");
        }
        for (int host = 0; host < plan.Hosts; host++)
        {
            if (plan.UsersOn(host) > 0)
                yield return Users(host);
        }
    }

    private ShadowHost Server(int server, int kind, string program)
    {
        string address = kind == 0 ? plan.MessageServer(server) : plan.WebServer(server);
        string phase =
            kind == 0 && options.Registration > TimeSpan.Zero
                ? string.Create(CultureInfo.InvariantCulture, $" {(int)options.Registration.TotalSeconds}")
                : "";
        return new ShadowHost(
            ExperimentPlan.ServerName(server, kind),
            plan.ServerAddress(server, kind),
            [new ShadowProcess(program, address + phase, _times.Servers, _times.ServersEnd)]
        );
    }

    private ShadowHost Users(int host)
    {
        List<ShadowProcess> processes = [];
        for (int tor = 0; tor < options.Tors; tor++)
            processes.Add(Tor(tor));
        processes.Add(
            options.IsPeer
                ? new ShadowProcess(
                    "mgen-peer",
                    $"../hostsfile user*.yaml{options.StartOption}",
                    _times.Users,
                    _times.UsersEnd
                )
                : new ShadowProcess("mgen-client", $"user*.yaml{options.StartOption}", _times.Users, _times.UsersEnd)
        );
        return new ShadowHost(plan.HostName(host), plan.HostAddress(host), processes);
    }

    private ShadowProcess Tor(int tor)
    {
        string arguments = string.Create(
            CultureInfo.InvariantCulture,
            $"--defaults-torrc torrc-defaults -f {TorFiles.NameOf(tor)} --DataDirectory ./{TorFiles.DataOf(tor)}"
        );
        return new ShadowProcess("tor", arguments, _times.Tor + tor);
    }
}

/// <summary>A simulated host.</summary>
internal sealed record ShadowHost(string Name, string Address, IReadOnlyList<ShadowProcess> Processes);

/// <summary>A process on a simulated host.</summary>
/// <param name="Program">
/// The program, found on PATH. .NET programs need an environment, see <see cref="IsOurs"/>.
/// </param>
/// <param name="Arguments">Its arguments, which are not expanded.</param>
/// <param name="StartSeconds">Start time in seconds.</param>
/// <param name="EndSeconds">
/// Time in seconds when the process is asked to end; it then ends by itself. <c>null</c> if it runs to the end of the
/// simulation.
/// </param>
internal sealed record ShadowProcess(string Program, string Arguments, int StartSeconds, int? EndSeconds = null)
{
    /// <summary>
    /// Whether the program is part of this project. Such a program is a .NET program and needs settings that Shadow
    /// does not provide.
    /// </summary>
    public bool IsOurs => Program.StartsWith("mgen-", StringComparison.Ordinal);
}
