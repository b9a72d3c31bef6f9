using System.Diagnostics.CodeAnalysis;

namespace MGen.Model.Configuration.Fields;

/// <summary>
/// A setting that a conversation may have of its own or take over, as a whole, from the file's top level. Neither is an error, noted by
/// <see cref="ReportMissing"/> when all conversations are known.
/// </summary>
/// <param name="key">The setting's key, the same in both places.</param>
/// <param name="allowed">What the value would be, for the error.</param>
/// <param name="tryRead">Reads the value, or notes the error.</param>
internal sealed class OverridableSetting<T>(string key, string allowed, OverridableSetting<T>.Reader tryRead)
    where T : notnull
{
    private readonly List<Section> _without = [];
    private bool _hasDefault;
    private bool _hasValidDefault;
    private T? _default;
    private int _conversations;

    public delegate bool Reader(Field field, [NotNullWhen(true)] out T? value);

    /// <summary>Reads the default, if there is one.</summary>
    public void ReadDefault(Section top)
    {
        Field? field = top.Optional(key);
        _hasDefault = field is not null;
        _hasValidDefault = field is not null && tryRead(field, out _default);
    }

    /// <summary>The value for one conversation; <c>false</c> if it has none or an invalid one.</summary>
    public bool TryResolve(Section conversation, [NotNullWhen(true)] out T? value)
    {
        _conversations++;
        if (conversation.Optional(key) is { } own)
            return tryRead(own, out value);
        if (!_hasDefault)
            _without.Add(conversation);
        value = _default;
        return _hasValidDefault;
    }

    /// <summary>Notes each conversation without a value, or just the default's absence if that is what all of them want.</summary>
    public void ReportMissing(Section top)
    {
        if (_without.Count > 1 && _without.Count == _conversations)
            top.Errors.Add(top.PositionOf(key), top.Path.Key(key), $"is missing; none of the {_conversations} conversations has its own", allowed: allowed);
        else
            _without.ForEach(Report);
    }

    private void Report(Section conversation) => conversation.Errors.Add(
        conversation.PositionOf(key), conversation.Path.Key(key), "is missing here and at the top level", allowed: allowed);
}
