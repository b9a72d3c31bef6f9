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

    /// <summary>Text before the first message, such as of a file that was cut.</summary>
    TextBeforeFirst,
}
