using MGen.Wire;

namespace MGen.Model.Configuration.Hosts;

/// <summary>Where each peer is reached: what a hosts file says.</summary>
/// <param name="shownAs">The file's path for people.</param>
internal sealed class HostsFile(string shownAs)
{
    private readonly Dictionary<Identifier, HostPort?> _addresses = [];

    /// <summary>The file's path for people.</summary>
    public string ShownAs => shownAs;

    /// <summary>All names.</summary>
    public IEnumerable<Identifier> Names => _addresses.Keys;

    /// <summary>Adds a name, or gives it another address: the last one counts. An address of <c>null</c> is one that was noted as an error.</summary>
    public void Set(Identifier name, HostPort? address) => _addresses[name] = address;

    /// <summary>Whether a name is there, and its address; that is <c>null</c> if an error was noted for it.</summary>
    public bool TryGet(Identifier name, out HostPort? address) => _addresses.TryGetValue(name, out address);
}
