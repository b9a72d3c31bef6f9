using System.Runtime.ExceptionServices;
using System.Text;
using MGen.Model.Configuration.Files;

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
        try
        {
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
        catch (AggregateException failures)
        {
            // Callers expect the exception itself, for example of a full disk, not a collection of the exceptions of
            // all threads.
            ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }
}

/// <summary>
/// The directory to which an experiment is written: new, empty, or an earlier experiment that may be replaced.
/// </summary>
public sealed class OutputDirectory
{
    /// <summary>Name of the manifest until everything is written.</summary>
    private const string Unfinished = Manifest.FileName + ".unfinished";

    /// <summary>All files and directories of an experiment.</summary>
    private static readonly string[] Names =
    [
        "users",
        "models",
        "hostsfile",
        "run.sh",
        "onion-names.sed",
        "shadow.yaml",
        "shadow.data.template",
        "logs",
        "shadow.data",
        "conf",
        "experiment.sh",
        "preload",
        "mgen-shadow.so",
        "shadow.1.log",
        "shadow.2.log",
        "shadow.data.first",
        "earlier",
        Manifest.FileName,
        Unfinished,
    ];

    private readonly string _path;

    /// <param name="path">Full path of the directory.</param>
    public OutputDirectory(string path) => _path = path;

    /// <summary>Describes why the directory cannot be used; <c>null</c> if it can.</summary>
    /// <param name="force">Whether an earlier experiment may be replaced.</param>
    public string? Problem(bool force)
    {
        if (File.Exists(_path))
            return "is a file";
        try
        {
            if (DirectoryListing.IsFree(_path))
                return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "is a directory that cannot be read";
        }
        bool isOurs =
            File.Exists(Path.Combine(_path, Manifest.FileName)) || File.Exists(Path.Combine(_path, Unfinished));
        if (!isOurs)
            return "is not empty, and contains no experiment that could be replaced";
        return force ? null : "contains an experiment: --force replaces it, including its logs";
    }

    /// <summary>Removes an earlier experiment, and nothing else.</summary>
    public void Clear()
    {
        Directory.CreateDirectory(_path);
        foreach (string path in Names.Select(name => Path.Combine(_path, name)))
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            File.Delete(path);
        }
    }

    /// <summary>Writes the manifest under its temporary name, which marks the experiment as unfinished.</summary>
    public void Begin(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        File.WriteAllText(Path.Combine(_path, Unfinished), manifest.ToJson());
    }

    /// <summary>Marks the directory as complete.</summary>
    public void Finish() => File.Move(Path.Combine(_path, Unfinished), Path.Combine(_path, Manifest.FileName));
}
