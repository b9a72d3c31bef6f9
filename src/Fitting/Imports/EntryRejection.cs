namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export was left out although it should be a message.</summary>
public enum EntryRejection
{
    /// <summary>A date or time that does not exist, such as 31 February.</summary>
    BadDate,

    /// <summary>A date outside the years 1970 to 2199.</summary>
    DateOutOfRange,

    /// <summary>No author.</summary>
    NoAuthor,

    /// <summary>A field is missing or has the wrong type.</summary>
    BadField,

    /// <summary>A field occurs twice, and it is unknown which one is valid.</summary>
    DuplicateField,

    /// <summary>A message number occurs twice; the first message is kept.</summary>
    DuplicateNumber,

    /// <summary>
    /// A line that begins with a date and time in an unknown form, such as with an unknown word for a.m. or p.m.
    /// </summary>
    UnknownHeader,

    /// <summary>WhatsApp: an unknown text written by the app.</summary>
    UnknownMarker,

    /// <summary>WhatsApp: a colon without a space after a text that is not a name elsewhere in the file.</summary>
    UnclearAuthor,

    /// <summary>An unknown type of entry.</summary>
    UnknownType,

    /// <summary>No text, file or other known content.</summary>
    NoContent,

    /// <summary>Text before the first message, as in a file whose beginning is missing.</summary>
    TextBeforeFirst,
}
