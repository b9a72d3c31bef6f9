using System.Globalization;

namespace MGen.Population.Experiments;

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
/// Time in seconds when it is asked to end, after which it ends by itself; <c>null</c>: it runs to the end of the
/// simulation.
/// </param>
internal sealed record ShadowProcess(string Program, string Arguments, int StartSeconds, int? EndSeconds = null)
{
    /// <summary>
    /// Whether it is a program of this project: a .NET program, which needs settings that Shadow does not provide.
    /// </summary>
    public bool IsOurs => Program.StartsWith("mgen-", StringComparison.Ordinal);
}
