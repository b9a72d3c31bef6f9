namespace MGen.Groups.Tests;

/// <summary>
/// A client as the original's is built: a reader, a writer and one that connects, who tell each other of errors. The reader and the writer each keep their
/// half of a connection until it fails, tell of the error, and take the newest half that was made meanwhile, or wait for one. The one that connects makes
/// one connection per error and gives both halves out; a half that nobody has taken is replaced by a newer one. A message that meets an error is gone.
/// </summary>
/// <param name="connect">Makes a connection and has it join.</param>
internal sealed class OriginalModel(Func<OriginalModel.Connection> connect)
{
    private Connection? _newReader;
    private Connection? _newWriter;
    private int _errors;

    public Connection? Reader { get; private set; }

    public Connection? Writer { get; private set; }

    /// <summary>Whether a half of the connection is held.</summary>
    public bool Holds(Connection connection) => connection == Reader || connection == Writer || connection == _newReader || connection == _newWriter;

    public void Start() => Connect();

    /// <summary>Reader and connector do what they can do; the writer only notices an error when it writes.</summary>
    public void Settle()
    {
        do
        {
            NoticeReader();
            if (_errors > 0)
            {
                _errors--;
                Connect();
            }
        }
        while (_errors > 0 || Reader is not { IsBroken: false });
    }

    /// <summary>Writes a message.</summary>
    /// <returns>The connection it went out on; <c>null</c> if it is gone.</returns>
    public Connection? Write()
    {
        Assert.NotNull(Writer);
        if (!Writer.IsBroken)
            return Writer;
        _errors++;
        (Writer, _newWriter) = (_newWriter, null);
        return null;
    }

    private void Connect()
    {
        Connection made = connect();
        (_newReader, _newWriter) = (made, made);
        if (Reader is null)
            (Reader, _newReader) = (_newReader, null);
        if (Writer is null)
            (Writer, _newWriter) = (_newWriter, null);
    }

    private void NoticeReader()
    {
        while (Reader is { IsBroken: true })
        {
            _errors++;
            (Reader, _newReader) = (_newReader, null);
        }
    }

    /// <summary>A connection as both ends see it.</summary>
    /// <param name="number">Its number at the gateway.</param>
    /// <param name="port">The server's end.</param>
    internal sealed class Connection(long number, TestPort port)
    {
        public long Number { get; } = number;

        public TestPort Port { get; } = port;

        /// <summary>Whether it is reset at the client.</summary>
        public bool IsBroken { get; set; }

        /// <summary>Whether the server knows that it ended.</summary>
        public bool HasLeft { get; set; }
    }
}
