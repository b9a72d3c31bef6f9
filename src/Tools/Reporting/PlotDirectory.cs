namespace MGen.Tools.Reporting;

/// <summary>Figures as files in a directory of their own.</summary>
internal static class PlotDirectory
{
    /// <summary>Writes them over what is there; returns how many.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    public static int Write(string directory, IEnumerable<(string Name, string Content)> plots)
    {
        Directory.CreateDirectory(directory);
        int written = 0;
        foreach ((string name, string content) in plots)
        {
            Replace(Path.Combine(directory, name), content);
            written++;
        }
        return written;
    }

    /// <summary>Writes a file in one step: an older one stays whole until the new one is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, string content)
    {
        string unfinished = path + ".part";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
