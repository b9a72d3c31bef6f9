namespace MGen.Fitting.Imports;

/// <summary>Why an entry of an export was left out although it should have been a message.</summary>
public enum EntryRejection
{
    /// <summary>A date that is none, as the 31st of February, or a time that is none.</summary>
    BadDate,

    /// <summary>A date outside of the years 1970 to 2199.</summary>
    DateOutOfRange,

    /// <summary>No author.</summary>
    NoAuthor,

    /// <summary>A field that is missing, or not of the kind it has to be.</summary>
    BadField,

    /// <summary>A field twice: nobody can tell which one holds.</summary>
    DuplicateField,

    /// <summary>A message number twice; the first one holds.</summary>
    DuplicateNumber,

    /// <summary>A line that begins with a date and time, but not in a form that is known, such as with an unknown word for a half of the day.</summary>
    UnknownHeader,

    /// <summary>WhatsApp: a text of the app's own that is not known.</summary>
    UnknownMarker,

    /// <summary>WhatsApp: a colon without a blank, behind something that is nobody's name in the rest of the file.</summary>
    UnclearAuthor,

    /// <summary>A type of entry that is not known.</summary>
    UnknownType,

    /// <summary>Neither text nor files nor anything else that is known.</summary>
    NoContent,

    /// <summary>Text before the first message, such as of a file that was cut.</summary>
    TextBeforeFirst,
}
