using System.Text;

namespace MGen.Population.Experiments;

/// <summary>Writes the files of an experiment. The same population and options give the same bytes.</summary>
public sealed class ExperimentWriter
{
    private readonly UserPopulation _population;
    private readonly ExperimentOptions _options;
    private readonly ExperimentPlan _plan;
    private readonly ModelFolders _models;
    private readonly int _servers;

    /// <param name="population">The population.</param>
    /// <param name="request">What it was drawn from.</param>
    /// <param name="options">What to write.</param>
    public ExperimentWriter(UserPopulation population, PopulationRequest request, ExperimentOptions options)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(request);
        (_population, _options, _servers) = (population, options, request.Servers);
        _plan = new ExperimentPlan(population, options, request.Hosts);
        _models = new ModelFolders(population);
    }

    /// <summary>What about these options cannot be met, in words; <c>null</c> if all of it can.</summary>
    public string? Problem => _options.IsPeer && _plan.MostUsersOnHost > ExperimentPlan.MaxPeersPerHost
        ? $"a host has {_plan.MostUsersOnHost} peers, and ports for {ExperimentPlan.MaxPeersPerHost}: ask for more hosts"
        : null;

    /// <summary>What is wrong with a file as <see cref="ExperimentOptions.Base"/>, in words; <c>null</c> if nothing is.</summary>
    public static string? BaseProblem(string file) => TorNetwork.Problem(file);

    /// <summary>Writes everything but the manifest.</summary>
    /// <param name="directory">The experiment's directory, which exists.</param>
    /// <param name="threads">Most threads that write.</param>
    /// <param name="written">Told how many users' files are written, by any thread.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="IOException">A file cannot be written; so also <see cref="UnauthorizedAccessException"/>.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public void Write(string directory, int threads, Action<int> written, CancellationToken stop)
    {
        if (_options.Base is { } network)
            TorNetwork.Copy(network, directory);
        string shared = Path.Combine(directory, _plan.SharedDirectory);
        Directory.CreateDirectory(shared);
        _models.Write(shared);
        for (int host = 0; host < _plan.Hosts; host++)
            Directory.CreateDirectory(Path.Combine(directory, _plan.HostDirectory(host)));
        WriteUsers(directory, threads, written, stop);
        if (_options.IsPeer)
            HostsFile.Write(Path.Combine(shared, _options.IsShadow ? "hosts/hostsfile" : "hostsfile"), _population, _plan, _options);
        if (_options.Tors > 0)
            new TorFiles(_population, _plan, _options).Write(directory);
        if (_options.IsShadow)
            WriteShadow(directory);
        new RunScript(_plan, _options, _servers).Write(directory);
    }

    private void WriteShadow(string directory)
    {
        foreach (string file in CarriedFiles.Simulation)
        {
            string copy = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, CarriedFiles.Read(file));
        }
        ShadowHosts hosts = new(_plan, _options, _servers);
        foreach (ShadowHost host in hosts.All())
            Directory.CreateDirectory(Path.Combine(directory, _plan.SharedDirectory, "hosts", host.Name));
        string path = Path.Combine(directory, "shadow.yaml");
        if (_options.Base is { } network)
            TorNetwork.Extend(network, path, _options, hosts);
        else
            File.WriteAllText(path, ShadowFile.Text(_options, hosts.All()));
    }

    private void WriteUsers(string directory, int threads, Action<int> written, CancellationToken stop)
    {
        UserFile file = new(_population, _plan, _options, _models);
        int count = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = threads, CancellationToken = stop };
        Parallel.For(0, _population.UserCount, parallel, () => new StringBuilder(), (user, _, text) =>
        {
            text.Clear();
            file.Append(text, user);
            using (StreamWriter stream = new(Path.Combine(directory, _plan.UserFile(user))))
                stream.Write(text);
            written(Interlocked.Increment(ref count));
            return text;
        }, _ => { });
    }
}
