using MGen.EventLog;
using MGen.Export.People;

namespace MGen.Export;

/// <summary>
/// Something that writes files of one format. It also takes events (<see cref="IEventFormat"/>), records
/// (<see cref="Links.ILinkFormat"/>) or messages (<see cref="Messages.IMessageFormat"/>).
/// </summary>
internal interface IExportFormat : IDisposable
{
    /// <summary>Writes what is pending and closes the files. Without it the files are incomplete.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    void Complete();

    /// <summary>What the user should know about the content, or <c>null</c>.</summary>
    string? Warning => null;
}

/// <summary>Takes the events themselves, of observed people and others, in the order in which they come.</summary>
internal interface IEventFormat
{
    void Take(in LogEvent item, Conversation conversation);
}
