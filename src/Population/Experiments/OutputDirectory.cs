namespace MGen.Population.Experiments;

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
        if (!Directory.Exists(_path) || !Directory.EnumerateFileSystemEntries(_path).Any())
            return null;
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

    /// <summary>Writes the manifest under its temporary name, which marks an unfinished directory.</summary>
    public void Begin(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        File.WriteAllText(Path.Combine(_path, Unfinished), manifest.ToJson());
    }

    /// <summary>Marks the directory as complete.</summary>
    public void Finish() => File.Move(Path.Combine(_path, Unfinished), Path.Combine(_path, Manifest.FileName));
}
