namespace MGen.Groups.Tests;

/// <summary>
/// A model of the original's client: a reader, a writer and a connector, which report errors to each other. The reader
/// and the writer each keep their half of a connection until it fails, report the error, and take the newest half that
/// was created meanwhile, or wait for one. The connector makes one connection per error and offers both halves; a newer
/// half replaces one that was not taken. A message that meets an error is lost.
/// </summary>
/// <param name="connect">Creates a connection, which joins.</param>
internal sealed class OriginalModel(Func<OriginalModel.Connection> connect)
{
    private Connection? _newReader;
    private Connection? _newWriter;
    private int _errors;

    public Connection? Reader { get; private set; }

    public Connection? Writer { get; private set; }

    /// <summary>Whether the reader or the writer has a half of the connection.</summary>
    public bool Holds(Connection connection) =>
        connection == Reader || connection == Writer || connection == _newReader || connection == _newWriter;

    public void Start() => Connect();

    /// <summary>
    /// Runs reader and connector as far as possible. The writer notices an error only when it writes.
    /// </summary>
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
        } while (_errors > 0 || Reader is not { IsBroken: false });
    }

    /// <summary>Writes a message.</summary>
    /// <returns>The connection that carried it; <c>null</c> if it is lost.</returns>
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

    /// <summary>A connection, with the state of both ends.</summary>
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
