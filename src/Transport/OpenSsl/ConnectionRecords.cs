using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>Turns a connection's plain bytes into records and back, after the handshake. On the loop's thread.</summary>
internal abstract class ConnectionRecords
{
    /// <summary>Why the peer's stream failed, for a person; <c>null</c> if nothing is known.</summary>
    public virtual string? Problem => null;

    /// <summary>Puts the beginning of a record that was received before at the start of the window's input.</summary>
    /// <returns>Its length; what is received next goes behind it.</returns>
    public virtual int RestoreBegun(CipherWindow window) => 0;

    /// <summary>Decrypts the window's input into its plain bytes; answers of the protocol go to its output.</summary>
    /// <returns>How many plain bytes.</returns>
    public abstract int Read(CipherWindow window, out RecordState state);

    /// <summary>Encrypts one record into the window's output.</summary>
    /// <returns>Whether that was possible; if not, the connection must end.</returns>
    public abstract bool Write(ReadOnlySpan<byte> content, CipherWindow window);

    /// <summary>Writes the closing alert into the window's output.</summary>
    public abstract void WriteClose(CipherWindow window);

    /// <summary>The connection leaves the loop of this window: nothing of it may stay there.</summary>
    public virtual void Leave(CipherWindow window)
    {
    }

    /// <summary>Frees everything. The last call.</summary>
    public abstract void Release(CipherWindow window);
}
