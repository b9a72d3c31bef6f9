namespace MGen.Fitting.Imports;

/// <summary>Reads one kind of export.</summary>
internal interface IChatReader
{
    /// <summary>The chats of an input.</summary>
    /// <param name="input">UTF-8 without a byte order mark.</param>
    /// <param name="tally">Takes what was read, rejected and assumed.</param>
    /// <exception cref="ImportException">The input is broken.</exception>
    IEnumerable<ImportedChat> Read(Stream input, InputTally tally);
}
