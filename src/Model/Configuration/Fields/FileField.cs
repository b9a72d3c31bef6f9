namespace MGen.Model.Configuration.Fields;

/// <summary>Reads paths of files that a configuration names.</summary>
internal static class FileField
{
    private const string Allowed = "the path of a file, relative to this one or to the working directory";

    /// <summary>
    /// Reads the path of an existing file, searched for beside <paramref name="config"/> and then in the working
    /// directory.
    /// </summary>
    public static ConfigFile? ExistingFile(this Field field, ConfigFile config)
    {
        if (field.Text(Allowed) is not { } path)
            return null;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            field.Reject("is not a path", Allowed);
            return null;
        }
        ConfigFile[] candidates = [.. config.Candidates(path)];
        ConfigFile? existing = Array.Find(candidates, candidate => File.Exists(candidate.FullPath));
        if (existing is null)
            field.Reject(
                candidates.Any(c => Directory.Exists(c.FullPath)) ? "is a directory" : "there is no such file",
                Allowed
            );
        return existing;
    }
}
