using System.Globalization;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Reporting;

/// <summary>Descriptions of the results of entries.</summary>
public static class EntryDescriptions
{
    /// <summary>Describes why entries were left out.</summary>
    public static string Describe(EntryRejection reason) =>
        reason switch
        {
            EntryRejection.BadDate => "no such date or time",
            EntryRejection.DateOutOfRange => "the date is not from 1970 to 2199",
            EntryRejection.NoAuthor => "no author",
            EntryRejection.BadField => "a field is missing or has the wrong type",
            EntryRejection.DuplicateField => "a field occurs twice",
            EntryRejection.DuplicateNumber => "the message's number occurs twice",
            EntryRejection.UnknownHeader => "a date and time in an unknown form",
            EntryRejection.UnknownMarker => "an unknown text written by the app",
            EntryRejection.UnclearAuthor => "a colon without a space after a text that is not a name",
            EntryRejection.UnknownType => "an unknown type of entry",
            EntryRejection.NoContent => "no text, file or other known content",
            _ => "text before the first message",
        };

    /// <summary>Describes what was assumed about entries.</summary>
    public static string Describe(EntryAssumption assumption) =>
        assumption switch
        {
            EntryAssumption.UnknownPlaceholder => "an unknown short text written by the app, taken for a file",
            EntryAssumption.UnknownEditMark => "words in angle brackets at the end, taken for the mark of an edit",
            EntryAssumption.UnknownAttachment => "a file name with unknown words, taken for a file",
            EntryAssumption.FileNotInExport => "a file that is not in the export, of unknown size",
            EntryAssumption.OtherHeaderForm =>
                "a date and time of another form than the first one's, taken for a message",
            EntryAssumption.SentenceAsAuthor =>
                "an author of one line whose name reads like a sentence, taken for a person",
            EntryAssumption.SharedNumber =>
                "a phone number with another service identifier than before, taken for the same person",
            EntryAssumption.UnknownChatType => "a chat of an unknown type, taken for a conversation",
            _ => "a message without known content, taken as empty",
        };

    /// <summary>Describes why entries are not messages.</summary>
    public static string Describe(EntrySkip skip) =>
        skip switch
        {
            EntrySkip.Service => "notices of the messenger",
            EntrySkip.ServiceWithColon => "notices of the messenger with a colon",
            EntrySkip.Reaction => "reactions, receipts and edits",
            EntrySkip.Control => "control entries",
            EntrySkip.Call => "calls",
            EntrySkip.Deleted => "deleted messages",
            EntrySkip.Doubled => "duplicate messages",
            _ => "chats that are not conversations",
        };

    internal static string Text(EntryRejection reason, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} left out ({Describe(reason)})");

    internal static string Text(EntryAssumption assumption, long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} assumed ({Describe(assumption)})");
}
