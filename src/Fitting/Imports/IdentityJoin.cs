namespace MGen.Fitting.Imports;

/// <summary>Joins identities that occur together, such as a phone number and a service identifier, into persons. Disjoint sets; any thread.</summary>
internal sealed class IdentityJoin
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);

    /// <summary>These are of one person. The first in ordinal order stands for all: it is the same in whatever order entries and inputs come.</summary>
    public void Join(IEnumerable<string> identities)
    {
        lock (_lock)
        {
            string? root = null;
            foreach (string identity in identities)
            {
                string own = Root(identity);
                root ??= own;
                if (own == root)
                    continue;
                (string kept, string given) = string.CompareOrdinal(own, root) < 0 ? (own, root) : (root, own);
                _parents[given] = kept;
                root = kept;
            }
        }
    }

    /// <summary>The identity that stands for a person; the identity itself if nothing was joined to it.</summary>
    public string Find(string identity)
    {
        lock (_lock)
            return _parents.ContainsKey(identity) ? Root(identity) : identity;
    }

    private string Root(string identity)
    {
        string root = identity;
        while (_parents.TryGetValue(root, out string? parent) && parent != root)
            root = parent;
        _parents.TryAdd(identity, root);
        if (!ReferenceEquals(identity, root))
            _parents[identity] = root;
        return root;
    }
}
