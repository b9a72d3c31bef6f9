namespace MGen.Population.Experiments;

/// <summary>Times of a simulation, in seconds from its start.</summary>
/// <param name="Tor">Start of the users' Tor processes.</param>
/// <param name="Servers">Start of message and web servers.</param>
/// <param name="Users">Start of the users.</param>
/// <param name="UsersEnd">
/// When all users are asked to end: they send no more messages, and frames in flight still arrive.
/// </param>
/// <param name="ServersEnd">When message and web servers are asked to end.</param>
/// <param name="Stop">End of the simulation.</param>
internal sealed record ShadowTimes(int Tor, int Servers, int Users, int UsersEnd, int ServersEnd, int Stop)
{
    /// <summary>Longest stagger of a client's conversations (<c>FxHash.StaggerMilliseconds</c>), in seconds.</summary>
    private const int StaggerSeconds = 10;

    /// <summary>
    /// How long before the end of a registration phase users start, in seconds, as in the original's experiments.
    /// </summary>
    private const int BeforePhaseEnds = 30;

    /// <summary>
    /// How long frames in flight may arrive after the users, and again after the servers, were asked to end; in
    /// seconds.
    /// </summary>
    private const int EndsWithin = 30;

    /// <summary>
    /// The times of the original's experiments: servers at 3 s and users at 5 s; with Tor, whose network needs minutes,
    /// Tor at 100 s, servers at 300 s and users at 310 s; with a registration phase users no earlier than half a minute
    /// before its end.
    /// </summary>
    public static ShadowTimes For(ExperimentOptions options)
    {
        bool tor = options.Tors > 0;
        int servers = tor ? 300 : 3;
        int users = Math.Max(tor ? 310 : 5, servers + (int)options.Registration.TotalSeconds - BeforePhaseEnds);
        double talkFrom = users + StaggerSeconds + options.Bootstrap.TotalSeconds;
        int end = (int)Math.Ceiling(talkFrom + options.Duration.TotalSeconds);
        return new ShadowTimes(Tor: 100, servers, users, end, end + EndsWithin, end + (2 * EndsWithin));
    }
}
