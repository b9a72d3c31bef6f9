namespace MGen.Analysis.Original;

/// <summary>
/// The six files that the original's tool writes, each a JSON array. Logs are read in parallel, but written in their
/// order: <see cref="Logs"/> lets one thread at a time call <see cref="Write"/>.
/// </summary>
internal sealed class OriginalSet : IDisposable
{
    private readonly Stream[] _files;
    private readonly bool[] _hasElements;
    private readonly OriginalRules _rules;

    /// <summary>Creates the files; replaces existing ones.</summary>
    /// <exception cref="IOException">A file cannot be created.</exception>
    public OriginalSet(string directory, OriginalRules rules)
    {
        _rules = rules;
        _files =
        [
            .. Enum.GetValues<OriginalFile>()
                .Select(file => new FileStream(
                    Path.Combine(directory, NameOf(file)),
                    FileMode.Create,
                    FileAccess.Write
                )),
        ];
        _hasElements = new bool[_files.Length];
        foreach (Stream file in _files)
            file.WriteByte((byte)'[');
    }

    /// <summary>A file's name.</summary>
    public static string NameOf(OriginalFile file) =>
        file switch
        {
            OriginalFile.RttAll => "rtt_all.mgen.json",
            OriginalFile.RttTimeout => "rtt_timeout.mgen.json",
            OriginalFile.RttMean => "rtt_mean.mgen.json",
            OriginalFile.Counts => "counts.mgen.json",
            OriginalFile.TimeoutBySend => "timeout_by_send.mgen.json",
            _ => "timeout_by_receive.mgen.json",
        };

    /// <summary>The order in which logs are written.</summary>
    public TurnOrder Logs { get; } = new();

    /// <summary>Starts the log with this index. Indexes start at 0 and have no gaps.</summary>
    public OriginalLog Begin(int place) => new(this, place, _rules);

    /// <summary>Appends elements, separated by commas, to a file. Only for the log that may write.</summary>
    public void Write(OriginalFile file, ReadOnlySpan<byte> elements)
    {
        if (elements.IsEmpty)
            return;
        if (_hasElements[(int)file])
            _files[(int)file].WriteByte((byte)',');
        _hasElements[(int)file] = true;
        _files[(int)file].Write(elements);
    }

    /// <summary>Closes the arrays.</summary>
    public void Complete()
    {
        foreach (Stream file in _files)
            file.WriteByte((byte)']');
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (Stream file in _files)
            file.Dispose();
    }
}
