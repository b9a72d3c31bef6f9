using System.Globalization;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Reporting;

/// <summary>Descriptions of the results of entries.</summary>
public static class EntryWords
{
    /// <summary>Describes why entries were left out.</summary>
    public static string Words(EntryRejection reason) => reason switch
    {
        EntryRejection.BadDate => "no such date or time",
        EntryRejection.DateOutOfRange => "the date is not from 1970 to 2199",
        EntryRejection.NoAuthor => "no author",
        EntryRejection.BadField => "a field is missing or not of its kind",
        EntryRejection.DuplicateField => "a field comes twice",
        EntryRejection.DuplicateNumber => "the message's number comes twice",
        EntryRejection.UnknownHeader => "a date and time in a form that is not known",
        EntryRejection.UnknownMarker => "a text of the app's own that is not known",
        EntryRejection.UnclearAuthor => "a colon without a blank behind what is nobody's name",
        EntryRejection.UnknownType => "a type of entry that is not known",
        EntryRejection.NoContent => "no text, file or other content that is known",
        _ => "text before the first message",
    };

    /// <summary>Describes what was assumed about entries.</summary>
    public static string Words(EntryAssumption assumption) => assumption switch
    {
        EntryAssumption.UnknownPlaceholder => "an unknown short text of the app's own, taken for a file",
        EntryAssumption.UnknownEditMark => "words in angle brackets at the end, taken for the mark of an edit",
        EntryAssumption.UnknownAttachment => "a file's name with unknown words, taken for a file",
        EntryAssumption.FileNotInExport => "a file that is not in the export, of unknown size",
        EntryAssumption.OtherHeaderForm => "a date and time of another form than the first one's, taken for a message",
        _ => "a message without content that is known, taken as empty",
    };

    /// <summary>Describes why entries are not messages.</summary>
    public static string Words(EntrySkip skip) => skip switch
    {
        EntrySkip.Service => "the messenger's own",
        EntrySkip.ServiceWithColon => "the messenger's own, with a colon",
        EntrySkip.Reaction => "reactions, receipts and edits",
        EntrySkip.Control => "control entries",
        EntrySkip.Call => "calls",
        EntrySkip.Deleted => "deleted messages",
        EntrySkip.Doubled => "messages that are there twice",
        _ => "chats that are no conversations",
    };

    internal static string Text(EntryRejection reason, long count) => string.Create(CultureInfo.InvariantCulture, $"{count} left out ({Words(reason)})");

    internal static string Text(EntryAssumption assumption, long count) => string.Create(CultureInfo.InvariantCulture, $"{count} guessed ({Words(assumption)})");
}
