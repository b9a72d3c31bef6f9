namespace MGen.Fitting.Imports;

/// <summary>
/// Joins identities that occur together, such as a phone number and a service identifier, into users (union-find).
/// Thread-safe.
/// </summary>
internal sealed class IdentityJoin
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _parents = new(StringComparer.Ordinal);

    /// <summary>
    /// Declares that the identities belong to one user. The identity that is first in ordinal order represents all of
    /// them, so that the result does not depend on the order of entries and inputs.
    /// </summary>
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

    /// <summary>The identity that represents a user; the identity itself if none was joined to it.</summary>
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
