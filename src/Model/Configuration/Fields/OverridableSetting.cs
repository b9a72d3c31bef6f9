using System.Diagnostics.CodeAnalysis;

namespace MGen.Model.Configuration.Fields;

/// <summary>
/// A setting that each conversation has itself or inherits as a whole from the file's top level. If both are missing,
/// <see cref="ReportMissing"/> reports it once all conversations are known.
/// </summary>
/// <param name="key">The setting's key, the same in both places.</param>
/// <param name="allowed">The accepted value, for the error.</param>
/// <param name="tryRead">Reads the value, or reports the error.</param>
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

    /// <summary>Returns the value for one conversation; <c>false</c> if it is missing or invalid.</summary>
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

    /// <summary>
    /// Reports each conversation without a value; if there are several and all lack it, reports only the missing
    /// default.
    /// </summary>
    public void ReportMissing(Section top)
    {
        if (_without.Count > 1 && _without.Count == _conversations)
            top.Errors.Add(
                top.PositionOf(key),
                top.Path.Key(key),
                $"is missing; none of the {_conversations} conversations has its own",
                allowed: allowed
            );
        else
            _without.ForEach(Report);
    }

    private void Report(Section conversation) =>
        conversation.Errors.Add(
            conversation.PositionOf(key),
            conversation.Path.Key(key),
            "is missing here and at the top level",
            allowed: allowed
        );
}
