using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// The first two connections of a group in this process: they share a home thread, so that in one-to-one chat no thread wakes another. Those of
/// larger groups stay where they were accepted, and a fan-out is divided among the threads. Any thread.
/// </summary>
internal sealed class Neighbours
{
    private readonly Lock _lock = new();
    private TlsConnection? _one;
    private TlsConnection? _other;

    /// <summary>A connection joins the group.</summary>
    /// <returns>Whose home it should share; <c>null</c> if it is the only one, or one of many.</returns>
    public TlsConnection? Add(TlsConnection connection)
    {
        lock (_lock)
        {
            if (_one is not null && _other is not null)
                return null;
            TlsConnection? neighbour = _one ?? _other;
            if (_one is null)
                _one = connection;
            else
                _other = connection;
            return neighbour;
        }
    }

    /// <summary>A connection leaves.</summary>
    public void Remove(TlsConnection connection)
    {
        lock (_lock)
        {
            _one = _one == connection ? null : _one;
            _other = _other == connection ? null : _other;
        }
    }
}
