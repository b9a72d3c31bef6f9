using System.Text;
using MGen.Messenger.Attachments;

namespace MGen.Messenger.Tests.Swarm;

public sealed class HttpResponseReaderTests
{
    /// <summary>A response, its status, the length of its body, and whether the connection can be used again.</summary>
    public static TheoryData<string, int, long, bool> Responses =>
        new()
        {
            { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n00000", 200, 5, true },
            { "HTTP/1.1 200\r\ncontent-length:\t0 \r\n\r\n", 200, 0, true },
            { "HTTP/1.1 200 OK\nContent-Length: 2\n\n00", 200, 2, true },
            { "HTTP/1.1 503 No\r\nConnection: close\r\nContent-Length: 3\r\n\r\nsad", 503, 3, false },
            { "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n", 200, 0, false },
            { "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n0", 200, 1, false },
            { "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\n0", 200, 1, true },
            { "HTTP/1.1 204 None\r\n\r\n", 204, 0, true },
            { "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n0", 200, 1, true },
            {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\nA;x=1\r\n0123456789\r\n1\r\n0\r\n0\r\nT: x\r\n\r\n",
                200,
                11,
                true
            },
        };

    public static TheoryData<string> Malformed =>
        [
            "HTTP/2 200 OK\r\n",
            "GET / HTTP/1.1\r\n",
            "HTTP/1.1 2x0 OK\r\n",
            "HTTP/1.1 099 OK\r\n",
            "HTTP/1.1 2000\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n",
            "HTTP/1.1 200 OK\r\n: no name\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775808\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n00\r\n",
            "HTTP/1.1 200 OK\r\nX: " + new string('x', HttpResponseReader.MaxHeadBytes),
        ];

    [Theory]
    [MemberData(nameof(Responses))]
    public void Read_AResponseInPieces_EndsAtItsLastByte(string text, int status, long body, bool mayReuse)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text + "next");
        foreach (int piece in (int[])[1, 2, 7, bytes.Length])
        {
            HttpResponseReader reader = new();
            int consumed = Feed(reader, bytes, piece);
            Assert.Equal(text.Length, consumed);
            Assert.Equal(
                (true, false, status, body, mayReuse),
                (reader.IsComplete, reader.IsMalformed, reader.Status, reader.BodyBytes, reader.MayReuse)
            );
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Read_NoValidResponse_IsMalformed(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        foreach (int piece in (int[])[1, 3, bytes.Length])
        {
            HttpResponseReader reader = new();
            Feed(reader, bytes, piece);
            Assert.True(reader.IsMalformed);
            Assert.False(reader.HasHead);
        }
    }

    [Fact]
    public void End_BodyWithoutLength_IsComplete()
    {
        HttpResponseReader reader = new();
        Feed(reader, "HTTP/1.1 200 OK\r\n\r\n12345"u8.ToArray(), 4);
        Assert.False(reader.IsComplete);
        Assert.True(reader.End());
        Assert.Equal((5, false), (reader.BodyBytes, reader.MayReuse));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n0000")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n0\r\n")]
    public void End_WithinAResponse_IsNotComplete(string text)
    {
        HttpResponseReader reader = new();
        Feed(reader, Encoding.ASCII.GetBytes(text), 4);
        Assert.False(reader.End());
    }

    /// <returns>How many bytes the reader consumed.</returns>
    private static int Feed(HttpResponseReader reader, byte[] bytes, int piece)
    {
        int consumed = 0;
        for (int from = 0; from < bytes.Length; from += piece)
        {
            ReadOnlySpan<byte> input = bytes.AsSpan(from, Math.Min(piece, bytes.Length - from));
            int before = input.Length;
            reader.Read(ref input);
            consumed += before - input.Length;
        }
        return consumed;
    }
}
