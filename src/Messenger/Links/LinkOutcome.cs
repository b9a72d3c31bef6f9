using MGen.EventLog;

namespace MGen.Messenger.Links;

/// <summary>How an attempt at a link, or the link itself, ended.</summary>
/// <param name="End">The reason.</param>
/// <param name="Layer">The layer at which an attempt failed; <c>null</c> if the link was established.</param>
/// <param name="Text">More about it, for the event log.</param>
/// <param name="IsFatal">Whether every further attempt at this server would fail alike.</param>
/// <param name="Sentence">The same for people; <c>null</c> if <paramref name="Text"/> will do.</param>
internal readonly record struct LinkOutcome(
    LinkEnd End,
    ErrorLayer? Layer,
    string Text,
    bool IsFatal = false,
    string? Sentence = null
)
{
    /// <summary>The end of an established link.</summary>
    public static LinkOutcome Broken(LinkEnd end) => new(end, null, end.ToString());
}
