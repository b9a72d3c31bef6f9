using MGen.Wire;

namespace MGen.Links.Tests;

public sealed class LinkOutputTests
{
    private const int MessageBytes = 64 * 1024;

    private readonly LinkOutput _output = new();

    [Fact]
    public void Remove_SomeBytesAlwaysWait_MemoryStaysProportionalToThem()
    {
        Write(MessageBytes);

        // 64 MB pass, and at no moment is the output empty.
        for (int i = 0; i < 1_000; i++)
        {
            Write(MessageBytes);
            _output.Remove(MessageBytes + sizeof(int));
        }

        Assert.Equal(MessageBytes + sizeof(int), _output.Unsent.Length);
        Assert.InRange(_output.Capacity, LinkOutput.KeptBytes, 4 * LinkOutput.KeptBytes);
    }

    [Fact]
    public void Remove_InTheMiddleOfMessages_TheRestIsUnchanged()
    {
        byte[] expected = new byte[3 * LinkOutput.KeptBytes];
        new Random(1).NextBytes(expected);
        List<byte> sent = [];
        int written = 0;
        while (sent.Count < expected.Length + expected.Length / 1_024 * sizeof(int))
        {
            for (int i = 0; i < 40 && written < expected.Length; i++, written += 1_024)
            {
                _output.Begin().Append(expected.AsSpan(written, 1_024));
                _output.End();
            }
            int count = Math.Min(30_011, _output.Unsent.Length);
            sent.AddRange(_output.Unsent[..count]);
            _output.Remove(count);
        }

        byte[] content = [.. sent.Chunk(sizeof(int) + 1_024).SelectMany(message => message.Skip(sizeof(int)))];
        Assert.Equal(expected, content);
    }

    [Fact]
    public void Remove_Everything_ReturnsALargeBuffer()
    {
        Write(8 * LinkOutput.KeptBytes);

        _output.Remove(_output.Unsent.Length);

        Assert.Equal(LinkOutput.KeptBytes, _output.Capacity);
        Assert.True(_output.Unsent.IsEmpty);
    }

    [Fact]
    public void Begin_AfterAMessageThatWasNotEnded_DiscardsThatMessage()
    {
        Write(3);
        _output.Begin().Byte(1); // its writer threw

        Assert.Equal(3 + sizeof(int), _output.Unsent.Length);
        Write(5);

        Assert.Equal(3 + 5 + 2 * sizeof(int), _output.Unsent.Length);
        Assert.Equal([5, 0, 0, 0, 0, 0, 0, 0, 0], _output.Unsent[(3 + sizeof(int))..].ToArray());
    }

    private void Write(int bytes)
    {
        BlobWriter writer = _output.Begin();
        writer.Append(new byte[bytes]);
        _output.End();
    }
}
