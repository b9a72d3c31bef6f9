using MGen.Wire;

namespace MGen.Model.Configuration.Hosts;

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
