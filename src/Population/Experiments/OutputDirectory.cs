namespace MGen.Population.Experiments;

/// <summary>The directory that an experiment is written to: a new or an empty one, or an earlier experiment's that may go.</summary>
public sealed class OutputDirectory
{
    /// <summary>The manifest's name until everything is written.</summary>
    private const string Unfinished = Manifest.FileName + ".unfinished";

    /// <summary>Everything that an experiment has.</summary>
    private static readonly string[] Names =
    [
        "users", "models", "hostsfile", "run.sh", "onion-names.sed", "shadow.yaml", "shadow.data.template", "logs", "shadow.data", "conf", "experiment.sh", "preload",
        "mgen-shadow.so", "shadow.1.log", "shadow.2.log", "shadow.data.first", "earlier",
        Manifest.FileName, Unfinished,
    ];

    private readonly string _path;

    /// <param name="path">The directory's full path.</param>
    public OutputDirectory(string path) => _path = path;

    /// <summary>Why the directory cannot be taken, in words; <c>null</c> if it can.</summary>
    /// <param name="force">Whether an earlier experiment may go.</param>
    public string? Problem(bool force)
    {
        if (File.Exists(_path))
            return "is a file";
        if (!Directory.Exists(_path) || !Directory.EnumerateFileSystemEntries(_path).Any())
            return null;
        bool isOurs = File.Exists(Path.Combine(_path, Manifest.FileName)) || File.Exists(Path.Combine(_path, Unfinished));
        if (!isOurs)
            return "is not empty, and holds no experiment that could be replaced";
        return force ? null : "holds an experiment: --force replaces it, its logs included";
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

    /// <summary>Says what will be here; a directory in which the work stopped can be told by it.</summary>
    public void Begin(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        File.WriteAllText(Path.Combine(_path, Unfinished), manifest.ToJson());
    }

    /// <summary>Says that everything is here.</summary>
    public void Finish() => File.Move(Path.Combine(_path, Unfinished), Path.Combine(_path, Manifest.FileName));
}
