using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using MGen.Wire;

namespace MGen.EventLog;

/// <summary>Keeps one string per name, however often a log repeats it.</summary>
internal sealed class NameCache
{
    /// <summary>Most names kept, so that a log with ever new names does not exhaust the memory.</summary>
    private const int MaxNames = 1 << 20;

    private readonly HashSet<Identifier>.AlternateLookup<ReadOnlySpan<byte>> _names = new HashSet<Identifier>(
        IdentifierComparer.Instance
    ).GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Returns the name as text; <c>false</c> if it is not UTF-8.</summary>
    public bool TryGet(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? name)
    {
        if (_names.TryGetValue(utf8, out Identifier? known))
            name = known.Text;
        else
            name = Utf8.IsValid(utf8) ? Add(utf8) : null;
        return name is not null;
    }

    private string Add(ReadOnlySpan<byte> utf8)
    {
        if (_names.Set.Count >= MaxNames || !Identifier.TryCreate(utf8, out Identifier? added, out _))
            return Encoding.UTF8.GetString(utf8);
        _names.Set.Add(added);
        return added.Text;
    }
}
