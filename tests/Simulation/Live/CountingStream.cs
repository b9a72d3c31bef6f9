namespace MGen.Simulation.Tests.Live;

/// <summary>Stores a log, and counts the lines that contain a word.</summary>
internal sealed class CountingStream(string word) : Stream
{
    private readonly Lock _gate = new();
    private readonly MemoryStream _content = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _content.Length;

    public override long Position { get; set; }

    public int Count()
    {
        string text = System.Text.Encoding.UTF8.GetString(ToArray());
        return text.Split('\n').Count(line => line.Contains(word, StringComparison.Ordinal));
    }

    public byte[] ToArray()
    {
        lock (_gate)
            return _content.ToArray();
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
            _content.Write(buffer, offset, count);
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
