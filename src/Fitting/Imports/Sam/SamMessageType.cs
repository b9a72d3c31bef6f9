namespace MGen.Fitting.Imports.Sam;

/// <summary>The kinds of messages in the "Share and Multiply" data set.</summary>
internal enum SamMessageType
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A file that is not told more of.</summary>
    Media = 2,

    /// <summary>A picture.</summary>
    Image = 3,

    /// <summary>A recording.</summary>
    Audio = 4,

    /// <summary>A film.</summary>
    Video = 5,

    /// <summary>A place: a short text on the wire.</summary>
    Location = 6,

    /// <summary>An address card: a short text on the wire.</summary>
    Contact = 7,

    /// <summary>A document.</summary>
    Document = 8,

    /// <summary>A short film.</summary>
    Gif = 9,

    /// <summary>What the messenger itself tells.</summary>
    System = 10,
}
