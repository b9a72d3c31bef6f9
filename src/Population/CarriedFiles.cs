namespace MGen.Population;

/// <summary>Files of this repository that the program carries with it, so that it works without a checkout.</summary>
internal static class CarriedFiles
{
    /// <summary>What a generated simulation has in common with the experiments in <c>shadow</c>: how one is run and checked, and the preloaded stub.</summary>
    public static IReadOnlyList<string> Simulation { get; } = ["experiment.sh", "preload/mgen-shadow.c"];

    /// <summary>The text of a file, by its path below <c>samples/population</c> or <c>shadow</c>, with forward slashes.</summary>
    public static string Read(string path)
    {
        using Stream stream = typeof(CarriedFiles).Assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"no file '{path}' is carried along", nameof(path));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The folders directly in a folder, by name in ordinal order; the path is as for <see cref="Read"/>.</summary>
    public static IEnumerable<string> FoldersIn(string path) => typeof(CarriedFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(path + "/", StringComparison.Ordinal))
        .Select(name => name[(path.Length + 1)..].Split('/'))
        .Where(parts => parts.Length > 1)
        .Select(parts => parts[0])
        .Distinct()
        .Order(StringComparer.Ordinal);
}
