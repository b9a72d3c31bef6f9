namespace MGen.Population;

/// <summary>The files of <c>samples/population</c>, which this program carries with it.</summary>
internal static class ExampleFiles
{
    /// <summary>The text of a file, by its path below that folder, with forward slashes.</summary>
    public static string Read(string path)
    {
        using Stream stream = typeof(ExampleFiles).Assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"there is no example '{path}'", nameof(path));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
