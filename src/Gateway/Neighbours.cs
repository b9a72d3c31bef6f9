using MGen.Transport;

namespace MGen.Gateway;

/// <summary>
/// The first two connections of a group in this process. They share a home thread, so that in one-to-one chat a message
/// crosses no thread. The connections of larger groups stay on the threads that accepted them, which divide a fan-out.
/// Thread-safe.
/// </summary>
internal sealed class Neighbours
{
    private readonly Lock _lock = new();
    private TlsConnection? _one;
    private TlsConnection? _other;

    /// <summary>Adds a connection of the group.</summary>
    /// <returns>
    /// The connection whose home thread the new connection should share; <c>null</c> if the new connection is the
    /// group's only one or one of more than two.
    /// </returns>
    public TlsConnection? Add(TlsConnection connection)
    {
        lock (_lock)
        {
            // A new connection takes the place of one that left; the third and later ones stay where they are.
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

    /// <summary>Removes a connection that leaves.</summary>
    public void Remove(TlsConnection connection)
    {
        lock (_lock)
        {
            _one = _one == connection ? null : _one;
            _other = _other == connection ? null : _other;
        }
    }
}
