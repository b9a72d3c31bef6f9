using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// One <see cref="Identifier"/> for each sender's name in a process, so that a received frame makes no new one. Any
/// thread.
/// </summary>
internal sealed class NameCache
{
    /// <summary>
    /// Most names kept; later ones are made anew each time. Above any number of users that one process talks with.
    /// </summary>
    private const int Limit = 1_000_000;

    private readonly ConcurrentDictionary<Identifier, Identifier> _names = new(IdentifierComparer.Instance);
    private readonly ConcurrentDictionary<Identifier, Identifier>.AlternateLookup<ReadOnlySpan<byte>> _byBytes;
    private int _count;

    public NameCache() => _byBytes = _names.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The name of these bytes, if they are a valid one.</summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Identifier? name)
    {
        if (_byBytes.TryGetValue(utf8, out name))
            return true;
        if (!Identifier.TryCreate(utf8, out name, out _))
            return false;
        if (Volatile.Read(ref _count) < Limit && _names.TryAdd(name, name))
            Interlocked.Increment(ref _count);
        return true;
    }
}
