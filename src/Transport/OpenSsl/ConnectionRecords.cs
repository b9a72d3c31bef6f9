using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>Encrypts and decrypts a connection's records, after the handshake. On the loop's thread.</summary>
internal abstract class ConnectionRecords
{
    /// <summary>Why the peer's stream failed, for people; <c>null</c> if unknown.</summary>
    public virtual string? Problem => null;

    /// <summary>
    /// Copies the beginning of an incomplete record received earlier to the start of the window's input.
    /// </summary>
    /// <returns>The number of bytes copied. The next receive appends to them.</returns>
    public virtual int RestoreBegun(CipherWindow window) => 0;

    /// <summary>Decrypts the window's input into its plain bytes; TLS's own replies go to the output.</summary>
    /// <returns>The number of plain bytes.</returns>
    public abstract int Read(CipherWindow window, out RecordState state);

    /// <summary>Encrypts one record into the window's output.</summary>
    /// <returns>Whether the encryption succeeded; if not, the connection must end.</returns>
    public abstract bool Write(ReadOnlySpan<byte> content, CipherWindow window);

    /// <summary>Writes the closing alert into the window's output.</summary>
    public abstract void WriteClose(CipherWindow window);

    /// <summary>
    /// Removes everything that belongs to the connection from this loop's window, since the connection moves to another
    /// loop.
    /// </summary>
    public virtual void Leave(CipherWindow window) { }

    /// <summary>Frees everything. Called last.</summary>
    public abstract void Release(CipherWindow window);
}
