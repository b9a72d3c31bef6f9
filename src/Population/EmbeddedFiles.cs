namespace MGen.Population;

/// <summary>
/// Files of the repository that are embedded in the program, so that the program works without a checkout.
/// </summary>
internal static class EmbeddedFiles
{
    /// <summary>
    /// The files that a generated simulation shares with the experiments in <c>shadow</c>: the script that runs and
    /// checks it, and the preloaded stub.
    /// </summary>
    public static IReadOnlyList<string> Simulation { get; } = ["experiment.sh", "preload/mgen-shadow.c"];

    /// <summary>The text of a file.</summary>
    /// <param name="path">Its path below <c>samples/population</c> or <c>shadow</c>, with forward slashes.</param>
    public static string Read(string path)
    {
        using Stream stream =
            typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"no file '{path}' is embedded", nameof(path));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// The names of the folders directly in a folder, in ordinal order. The path has the form described at
    /// <see cref="Read"/>.
    /// </summary>
    public static IEnumerable<string> FoldersIn(string path) =>
        typeof(EmbeddedFiles)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(path + "/", StringComparison.Ordinal))
            .Select(name => name[(path.Length + 1)..].Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0])
            .Distinct()
            .Order(StringComparer.Ordinal);
}
