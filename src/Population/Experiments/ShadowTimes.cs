namespace MGen.Population.Experiments;

/// <summary>When things happen in a simulation, in seconds from its start.</summary>
/// <param name="Tor">When the users' tor processes start.</param>
/// <param name="Servers">When message and web servers start.</param>
/// <param name="Users">When the users start.</param>
/// <param name="UsersEnd">When all users are asked to end: they write nothing more, and what is on its way still arrives.</param>
/// <param name="ServersEnd">When message and web servers are asked to end.</param>
/// <param name="Stop">When the simulation ends.</param>
internal sealed record ShadowTimes(int Tor, int Servers, int Users, int UsersEnd, int ServersEnd, int Stop)
{
    /// <summary>The longest stagger of a client's conversations (<c>FxHash.StaggerMilliseconds</c>).</summary>
    private const int StaggerSeconds = 10;

    /// <summary>How long before the end of a registration phase users start, as in the original's experiments.</summary>
    private const int BeforePhaseEnds = 30;

    /// <summary>For how long what is on its way may arrive, after the users and again after the servers were asked to end.</summary>
    private const int EndsWithin = 30;

    /// <summary>
    /// As the original's experiments: servers at 3 s and users at 5 s; with Tor, whose network needs minutes, tor at 100 s, servers at 300 s and users at
    /// 310 s; with a registration phase users no earlier than half a minute before its end.
    /// </summary>
    public static ShadowTimes Of(ExperimentOptions options)
    {
        bool tor = options.Tors > 0;
        int servers = tor ? 300 : 3;
        int users = Math.Max(tor ? 310 : 5, servers + (int)options.Registration.TotalSeconds - BeforePhaseEnds);
        double talkFrom = users + StaggerSeconds + options.Bootstrap.TotalSeconds;
        int end = (int)Math.Ceiling(talkFrom + options.Duration.TotalSeconds);
        return new ShadowTimes(Tor: 100, servers, users, end, end + EndsWithin, end + (2 * EndsWithin));
    }
}
