namespace MGen.Fitting.Imports;

/// <summary>The formats of exports that can be read.</summary>
public enum ChatFormat
{
    /// <summary>WhatsApp's exported text, or the zip file that contains it.</summary>
    WhatsApp,

    /// <summary>Messages of Signal as JSON: signal-cli, Signal Desktop's records, or the lines of exporters.</summary>
    Signal,

    /// <summary>Telegram Desktop's <c>result.json</c>, of one chat or of a whole account.</summary>
    Telegram,

    /// <summary>The text-free schema of the "Share and Multiply" data set.</summary>
    Sam,

    /// <summary>An event log of a run or a simulation.</summary>
    Log,
}

/// <summary>Reads one format of exports.</summary>
internal interface IChatReader
{
    /// <summary>Reads the chats of an input.</summary>
    /// <param name="input">UTF-8 without a byte order mark.</param>
    /// <param name="tally">Counts what was read, rejected and assumed.</param>
    /// <exception cref="ImportException">The input is malformed.</exception>
    IEnumerable<ImportedChat> Read(Stream input, InputTally tally);
}
