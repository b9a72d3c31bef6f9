namespace MGen.Cli;

/// <summary>Prevents the outputs of a program from overwriting the files that it reads.</summary>
public static class OutputFiles
{
    /// <summary>
    /// Explains which output is also an input, an existing configuration file, or another output; <c>null</c> if there
    /// is no such output.
    /// </summary>
    /// <param name="outputs">The options that name files to write, with their values; <c>null</c>: not given.</param>
    /// <param name="inputs">The files that are read.</param>
    /// <param name="workingDirectory">The directory of relative paths.</param>
    public static string? ExplainOverlap(
        IEnumerable<(string Option, string? File)> outputs,
        IEnumerable<string> inputs,
        string workingDirectory
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        (string Option, string File)[] given =
        [
            .. from output in outputs
            where output.File is not null && !IsDevice(output.File, workingDirectory)
            select (output.Option, output.File),
        ];
        if (given.Length == 0)
            return null;
        HashSet<string> read = new(inputs.Select(input => Resolve(input, workingDirectory)), StringComparer.Ordinal);
        Dictionary<string, string> written = new(StringComparer.Ordinal);
        foreach ((string option, string file) in given)
        {
            string path = Resolve(file, workingDirectory);
            if (read.Contains(path))
                return $"{option} '{file}' is an input: an output may not write over it";
            if (IsConfiguration(path))
                return $"{option} '{file}' exists and is a configuration file by its name: quote the pattern of the inputs, or name another file";
            if (!written.TryAdd(path, option))
                return $"{option} '{file}' is also the file of {written[path]}";
        }
        return null;
    }

    /// <summary>
    /// Whether an output is probably an input by mistake. The shell turns an unquoted <c>--log users/*.yaml</c> into
    /// <c>--log users/a.yaml users/b.yaml</c>, so the first configuration becomes the output.
    /// </summary>
    private static bool IsConfiguration(string path) =>
        Path.GetExtension(path) is ".yaml" or ".yml" && File.Exists(path);

    /// <summary>
    /// Whether a path names a device or a descriptor, which several outputs may share. /dev/stdout is a link below
    /// /proc, and its target may be a pipe or a file that the shell has opened.
    /// </summary>
    private static bool IsDevice(string file, string workingDirectory) =>
        IsDevice(Path.GetFullPath(file, workingDirectory)) || IsDevice(Resolve(file, workingDirectory));

    private static bool IsDevice(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    /// <summary>The full path, with a link replaced by its target.</summary>
    private static string Resolve(string file, string workingDirectory)
    {
        string path = Path.GetFullPath(file, workingDirectory);
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return path; // no such file yet, or its directory is not accessible, so opening the file fails, too
        }
    }
}
