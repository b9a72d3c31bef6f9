namespace MGen.Fitting.Imports;

/// <summary>Reads one format of exports.</summary>
internal interface IChatReader
{
    /// <summary>Reads the chats of an input.</summary>
    /// <param name="input">UTF-8 without a byte order mark.</param>
    /// <param name="tally">Counts what was read, rejected and assumed.</param>
    /// <exception cref="ImportException">The input is malformed.</exception>
    IEnumerable<ImportedChat> Read(Stream input, InputTally tally);
}
