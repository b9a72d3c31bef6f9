using System.Globalization;
using System.Net;
using System.Text;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// One user of one group that keeps everything it has to say until the server has it (docs/WIRE.md, Resumption), and cuts its own connections:
/// by a reset, by an end of the stream, and in the middle of a frame.
/// </summary>
internal sealed class ResumingUser(string name, string group, int others, int messages, int cuts, Random random)
{
    private readonly Identifier _name = Identifier.Create(name);
    private readonly Identifier _group = Identifier.Create(group);
    private readonly Guid _session = Guid.NewGuid();
    private readonly Lock _lock = new();
    private readonly List<Frame> _toSend = [];
    private readonly List<string> _received = [];
    private readonly List<string> _acknowledged = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _framesReceived;
    private WireClient? _client;

    /// <summary>Connections that were broken so far.</summary>
    public int Cuts { get; private set; }

    private bool IsComplete => _received.Count >= others * messages && _acknowledged.Count >= others * messages;

    /// <summary>The first connection: from here on the group sends here.</summary>
    public async Task RegisterAsync(IPEndPoint server)
    {
        for (uint id = 0; id < messages; id++)
            _toSend.Add(Frame.Message(_name, _group, id, 160 + (160 * (id % 20))));
        _client = await WireClient.ConnectAsync(server, name, group, Offer());
    }

    /// <summary>Connects again and again until everything was sent, received and acknowledged.</summary>
    public async Task<ResumingUser> LiveAsync(IPEndPoint server)
    {
        while (true)
        {
            WireClient client = _client ?? await WireClient.ConnectAsync(server, name, group, Offer());
            _client = null;
            bool last = Cuts >= cuts;
            Task writing = WriteAsync(client, (int)(client.Answer == Resumption.UnknownSession ? 0 : client.Answer!.Value), last);
            bool complete = await ReadAsync(client, last);
            if (!complete)
                Cut(client);
            await writing;
            await client.DisposeAsync();
            if (complete)
                return this;
        }
    }

    public void AssertComplete(int members, int each)
    {
        IEnumerable<string> expected = Enumerable.Range(0, members).Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}")).Where(user => user != name)
            .SelectMany(user => Enumerable.Range(0, each).Select(id => string.Create(CultureInfo.InvariantCulture, $"{user}#{id}")));
        string[] inOrder = [.. expected.Order(StringComparer.Ordinal)];
        Assert.Equal(inOrder, _received.Order(StringComparer.Ordinal));
        Assert.Equal(inOrder, _acknowledged.Order(StringComparer.Ordinal));
        foreach (IGrouping<string, string> sender in _received.GroupBy(text => text.Split('#')[0]))
            Assert.Equal(Enumerable.Range(0, each), sender.Select(text => int.Parse(text.Split('#')[1], CultureInfo.InvariantCulture)));
    }

    private ResumeOffer Offer() => new(_session, _framesReceived);

    /// <summary>Sends what the server does not have, a few frames at a time.</summary>
    private async Task WriteAsync(WireClient client, int next, bool untilComplete)
    {
        try
        {
            while (true)
            {
                Task more;
                Frame[] frames;
                lock (_lock)
                {
                    more = _more.Task;
                    frames = [.. _toSend.Skip(next).Take(5)];
                }
                if (frames.Length == 0)
                    await more;
                else if (!untilComplete && random.Next(20) == 0)
                    await SendHalfAsync(client, frames[0]);
                else
                    await client.SendAsync(frames);
                next += frames.Length;
                if (_ended == client)
                    return;
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is cut; the next one goes on where the server says.
        }
    }

    private async Task SendHalfAsync(WireClient client, Frame frame)
    {
        byte[] bytes = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        int length = frame.WriteTo(bytes);
        await client.SendAsync(bytes.AsMemory(0, 1 + random.Next(length - 1)));
        if (random.Next(2) == 0)
            client.HalfClose();
        else
            client.Reset();
        throw new IOException("cut in the middle of a frame");
    }

    /// <summary>Reads a random number of frames, or on the last connection all that are missing.</summary>
    /// <returns>Whether all was received and acknowledged.</returns>
    private async Task<bool> ReadAsync(WireClient client, bool untilComplete)
    {
        for (int left = untilComplete ? int.MaxValue : random.Next(2 * others * messages / cuts); left > 0; left--)
        {
            if (await client.ReadAsync() is not { } frame)
            {
                Assert.False(untilComplete, "the server ended a connection that nobody cut");
                return false;
            }
            Take(frame);
            if (untilComplete && IsComplete)
                return true;
        }
        return false;
    }

    private void Take(Frame frame)
    {
        string sender = Encoding.UTF8.GetString(frame.Sender), text = string.Create(CultureInfo.InvariantCulture, $"{sender}#{frame.Id}");
        _framesReceived++;
        lock (_lock)
        {
            (frame.IsReceipt ? _acknowledged : _received).Add(text);
            if (frame.IsReceipt)
                return;
            _toSend.Add(Frame.Receipt(_name, Identifier.Create(sender), frame.Id));
            Wake();
        }
    }

    private void Cut(WireClient client)
    {
        Cuts++;
        if (random.Next(2) == 0)
            client.Reset();
        else
            client.HalfClose();
        lock (_lock)
        {
            _ended = client;
            Wake();
        }
    }

    private void Wake()
    {
        _more.TrySetResult();
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private WireClient? _ended;
}
