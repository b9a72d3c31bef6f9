using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// One <see cref="Identifier"/> per sender's name in a process, so that a received frame allocates none. Thread-safe.
/// </summary>
internal sealed class NameCache
{
    /// <summary>
    /// The largest number of cached names. Further names are allocated for each frame. The limit exceeds the number of
    /// users with whom one process communicates.
    /// </summary>
    private const int Limit = 1_000_000;

    private readonly ConcurrentDictionary<Identifier, Identifier> _names = new(IdentifierComparer.Instance);
    private readonly ConcurrentDictionary<Identifier, Identifier>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private int _count; // _names.Count takes all locks of the dictionary

    public NameCache() => _byBytes = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>
    /// Finds or creates the identifier of a name. Returns <c>false</c> if the bytes are not a valid name.
    /// </summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Identifier? name)
    {
        if (_byBytes.TryGetValue(utf8, out name))
            return true;
        if (!Identifier.TryCreate(utf8, out name, out _))
            return false;
        // Of two threads that add the same name, one returns an identifier that is not cached; the two are equal.
        if (Volatile.Read(ref _count) < Limit && _names.TryAdd(name, name))
            Interlocked.Increment(ref _count);
        return true;
    }
}
