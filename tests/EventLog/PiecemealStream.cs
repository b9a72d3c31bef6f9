namespace MGen.EventLog.Tests;

/// <summary>Returns at most a given number of bytes per read.</summary>
internal sealed class PiecemealStream(byte[] content, int pieceBytes) : MemoryStream(content)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, pieceBytes)]);
}
