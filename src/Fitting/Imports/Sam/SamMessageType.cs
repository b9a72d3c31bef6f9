namespace MGen.Fitting.Imports.Sam;

/// <summary>The kinds of messages in the "Share and Multiply" data set.</summary>
internal enum SamMessageType
{
    /// <summary>Text.</summary>
    Text = 1,

    /// <summary>A file of unspecified type.</summary>
    Media = 2,

    /// <summary>An image.</summary>
    Image = 3,

    /// <summary>An audio recording.</summary>
    Audio = 4,

    /// <summary>A video.</summary>
    Video = 5,

    /// <summary>A location: a short text on the wire.</summary>
    Location = 6,

    /// <summary>A contact: a short text on the wire.</summary>
    Contact = 7,

    /// <summary>A document.</summary>
    Document = 8,

    /// <summary>A short video (GIF).</summary>
    Gif = 9,

    /// <summary>A notice of the messenger.</summary>
    System = 10,
}
