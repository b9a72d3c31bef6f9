using System.Globalization;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Reporting;

/// <summary>What became of entries, in words.</summary>
public static class EntryWords
{
    /// <summary>Why entries were left out.</summary>
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

    /// <summary>What was guessed of entries that were taken.</summary>
    public static string Words(EntryAssumption assumption) => assumption switch
    {
        EntryAssumption.UnknownPlaceholder => "an unknown short text of the app's own, taken for a file",
        EntryAssumption.UnknownEditMark => "words in angle brackets at the end, taken for the mark of an edit",
        EntryAssumption.UnknownAttachment => "a file's name with unknown words, taken for a file",
        EntryAssumption.FileNotInExport => "a file that is not in the export, of unknown size",
        EntryAssumption.OtherHeaderForm => "a date and time of another form than the first one's, taken for a message",
        EntryAssumption.SentenceAsAuthor => "an author of one line whose name reads like a sentence, taken for a person",
        EntryAssumption.SharedNumber => "a phone number with another service identifier than before, taken for the same person",
        EntryAssumption.UnknownChatType => "a chat of a type that is not known, taken for a conversation",
        _ => "a message without content that is known, taken as empty",
    };

    /// <summary>What entries are that are no messages.</summary>
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
