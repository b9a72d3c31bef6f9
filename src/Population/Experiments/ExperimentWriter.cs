using System.Text;

namespace MGen.Population.Experiments;

/// <summary>Writes the files of an experiment. Equal populations and options give equal bytes.</summary>
public sealed class ExperimentWriter
{
    private readonly UserPopulation _population;
    private readonly ExperimentOptions _options;
    private readonly ExperimentPlan _plan;
    private readonly ModelFolders _models;
    private readonly int _servers;

    /// <param name="population">The population.</param>
    /// <param name="request">The request from which it was drawn.</param>
    /// <param name="options">Which files are written.</param>
    public ExperimentWriter(UserPopulation population, PopulationRequest request, ExperimentOptions options)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(request);
        _population = population;
        _options = options;
        _servers = request.Servers;
        _plan = new ExperimentPlan(population, options, request.Hosts);
        _models = new ModelFolders(population);
    }

    /// <summary>Describes why the options cannot be met; <c>null</c> if they can.</summary>
    public string? Problem =>
        _options.IsPeer && _plan.MostUsersOnHost > ExperimentPlan.MaxPeersPerHost
            ? $"a host has {_plan.MostUsersOnHost} peers and only {ExperimentPlan.MaxPeersPerHost} ports: use more hosts"
            : null;

    /// <summary>
    /// Describes why a file cannot be used as <see cref="ExperimentOptions.Base"/>; <c>null</c> if it can.
    /// </summary>
    public static string? BaseProblem(string file) => TorNetwork.Problem(file);

    /// <summary>Writes everything except the manifest.</summary>
    /// <param name="directory">The experiment's directory, which exists.</param>
    /// <param name="threads">Largest number of writing threads.</param>
    /// <param name="written">Receives the number of users whose files are written, on any thread.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing a file is not permitted.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
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
            HostsFile.Write(
                Path.Combine(shared, _options.IsShadow ? "hosts/hostsfile" : "hostsfile"),
                _population,
                _plan,
                _options
            );
        if (_options.Tors > 0)
            new TorFiles(_population, _plan, _options).Write(directory);
        if (_options.IsShadow)
            WriteShadow(directory);
        new RunScript(_plan, _options, _servers).Write(directory);
    }

    private void WriteShadow(string directory)
    {
        foreach (string file in EmbeddedFiles.Simulation)
        {
            string copy = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllText(copy, EmbeddedFiles.Read(file));
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
        Parallel.For(
            0,
            _population.UserCount,
            parallel,
            () => new StringBuilder(),
            (user, _, text) =>
            {
                text.Clear();
                file.Append(text, user);
                using (StreamWriter stream = new(Path.Combine(directory, _plan.UserFile(user))))
                    stream.Write(text);
                written(Interlocked.Increment(ref count));
                return text;
            },
            _ => { }
        );
    }
}
