using System.Text;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>
/// Reads hosts files: each line is <c>address:port name [name...]</c>, separated by white space. If a name appears
/// twice, the last line wins. Lines may be blank; there are no comments.
/// </summary>
internal static class HostsFileReader
{
    private const string Separators = " \t\r\f\v";

    /// <summary>
    /// Reads the file; <c>null</c> if it is not readable. Errors inside are reported, and the valid lines are returned.
    /// </summary>
    public static HostsFile? Read(ConfigFile file, List<ConfigError> errors)
    {
        FileErrors fileErrors = new(file.ShownAs);
        HostsFile? hosts = null;
        if (TextFile.TryRead(file.FullPath, ConfigLimits.MaxHostsBytes, out string text, out TextFileProblem? problem))
            hosts = Read(file, text, fileErrors);
        else
            fileErrors.Add(problem.At, KeyPath.Root, problem.Message);
        errors.AddRange(fileErrors.InOrder());
        return hosts;
    }

    private static HostsFile Read(ConfigFile file, string text, FileErrors errors)
    {
        HostsFile hosts = new(file.ShownAs);
        int line = 0;
        // Not EnumerateLines, which ends lines at form feeds and U+2028, too.
        foreach (Range content in text.AsSpan().Split('\n'))
        {
            line++;
            ReadLine(text.AsSpan(content), line, hosts, errors);
        }
        return hosts;
    }

    private static void ReadLine(ReadOnlySpan<char> line, int number, HostsFile hosts, FileErrors errors)
    {
        HostPort? address = null;
        bool isFirst = true;
        foreach (Range range in line.SplitAny(Separators))
        {
            if (line[range].IsEmpty)
                continue;
            string word = line[range].ToString();
            TextPosition at = new(number, range.Start.Value + 1);
            if (isFirst)
                address = ReadAddress(word, at, errors);
            else if (ReadName(word, at, errors) is { } name)
                hosts.Set(name, address);
            isFirst = false;
        }
    }

    private static HostPort? ReadAddress(string word, TextPosition at, FileErrors errors)
    {
        if (word.Contains("//", StringComparison.Ordinal) || !HostPort.TryParse(word, out HostPort? address))
            errors.Add(
                at,
                KeyPath.Root,
                "is not an address with a port",
                word,
                HostPort.Grammar,
                word.StartsWith('#') ? "a hosts file has no comments" : null
            );
        else if (address.Port == 0)
            errors.Add(at, KeyPath.Root, "port 0 cannot be connected to", word, "a port from 1 to 65535");
        else
            return address;
        return null;
    }

    private static Identifier? ReadName(string word, TextPosition at, FileErrors errors)
    {
        if (Identifier.TryCreate(Encoding.UTF8.GetBytes(word), out Identifier? name, out _))
            return name;
        errors.Add(at, KeyPath.Root, "is not a name", word, NameField.Allowed);
        return null;
    }
}

/// <summary>The contents of a hosts file: the address of each peer.</summary>
/// <param name="shownAs">The file's path for messages.</param>
internal sealed class HostsFile(string shownAs)
{
    private readonly Dictionary<Identifier, HostPort?> _addresses = [];

    /// <summary>The file's path for messages.</summary>
    public string ShownAs => shownAs;

    /// <summary>All names.</summary>
    public IEnumerable<Identifier> Names => _addresses.Keys;

    /// <summary>
    /// Sets the address of a name; the last one wins. <c>null</c> means that the address is invalid and has been
    /// reported.
    /// </summary>
    public void Set(Identifier name, HostPort? address) => _addresses[name] = address;

    /// <summary>
    /// Whether a name is known, and its address; the address is <c>null</c> if an error has been reported for it.
    /// </summary>
    public bool TryGet(Identifier name, out HostPort? address) => _addresses.TryGetValue(name, out address);
}
