namespace MGen.EventLog.Tests;

/// <summary>Gives at most so many bytes at a time.</summary>
internal sealed class PiecemealStream(byte[] content, int pieceBytes) : MemoryStream(content)
{
    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, pieceBytes)]);
}
