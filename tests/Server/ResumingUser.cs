using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// A user of one group that keeps each frame until the server has it (docs/WIRE.md, Resumption), and cuts its own
/// connections: by a reset, by an end of the stream, and in the middle of a frame.
/// </summary>
internal sealed class ResumingUser(string name, string group, int others, int messages, int cuts, int seed)
{
    private readonly Identifier _name = Identifier.Create(name);
    private readonly Identifier _group = Identifier.Create(group);
    private readonly Guid _session = Guid.NewGuid();
    private readonly Random _reading = new(seed);
    private readonly Random _writing = new(seed + 1);
    private readonly Lock _lock = new();
    private readonly List<Frame> _toSend = [];
    private readonly List<string> _received = [];
    private readonly List<string> _acknowledged = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _framesReceived;
    private WireClient? _client;
    private WireClient? _ended;

    /// <summary>Connections cut so far.</summary>
    public int Cuts { get; private set; }

    /// <summary>Whether all messages of the others, and all receipts for its own, have arrived.</summary>
    private bool HasEverything => _received.Count >= others * messages && _acknowledged.Count >= others * messages;

    /// <summary>Its messages, and a receipt for each message of the others.</summary>
    private int FramesToSend => messages + (others * messages);

    /// <summary>Makes the first connection, which registers the user.</summary>
    public async Task RegisterAsync(IPEndPoint server)
    {
        for (uint id = 0; id < messages; id++)
            _toSend.Add(Frame.Message(_name, _group, id, 160 + (160 * (id % 20))));
        _client = await WireClient.ConnectAsync(server, name, group, Offer());
    }

    /// <summary>Connects repeatedly until everything was sent, received and acknowledged.</summary>
    public async Task<ResumingUser> LiveAsync(IPEndPoint server)
    {
        while (true)
        {
            WireClient client = _client ?? await WireClient.ConnectAsync(server, name, group, Offer());
            _client = null;
            bool last = Cuts >= cuts;
            Task writing = WriteAsync(
                client,
                (int)(client.Answer == Resumption.UnknownSession ? 0 : client.Answer!.Value),
                last
            );
            bool complete = await ReadAsync(client, last);
            if (!complete)
                Cut(client);
            await writing;
            if (complete && last)
            {
                await client.FinishAsync();
                Assert.Empty(await client.ReadToEndAsync());
            }
            await client.DisposeAsync();
            if (complete && last)
                return this;
            Cuts = complete ? cuts : Cuts;
        }
    }

    public void AssertComplete(int members, int each)
    {
        IEnumerable<string> expected = Enumerable
            .Range(0, members)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}"))
            .Where(user => user != name)
            .SelectMany(user =>
                Enumerable.Range(0, each).Select(id => string.Create(CultureInfo.InvariantCulture, $"{user}#{id}"))
            );
        string[] inOrder = [.. expected.Order(StringComparer.Ordinal)];
        Assert.Equal(inOrder, _received.Order(StringComparer.Ordinal));
        Assert.Equal(inOrder, _acknowledged.Order(StringComparer.Ordinal));
        foreach (IGrouping<string, string> sender in _received.GroupBy(text => text.Split('#')[0]))
            Assert.Equal(
                Enumerable.Range(0, each),
                sender.Select(text => int.Parse(text.Split('#')[1], CultureInfo.InvariantCulture))
            );
    }

    private ResumeOffer Offer() => new(_session, _framesReceived);

    /// <summary>Sends the frames that the server does not have, a few at a time.</summary>
    private async Task WriteAsync(WireClient client, int next, bool untilComplete)
    {
        try
        {
            while (next < FramesToSend)
            {
                Task more;
                Frame[] frames;
                lock (_lock)
                {
                    if (_ended == client)
                        return;
                    more = _more.Task;
                    frames = [.. _toSend.Skip(next).Take(5)];
                }
                if (frames.Length == 0)
                    await more;
                else if (!untilComplete && _writing.Next(20) == 0)
                    await SendHalfAsync(client, frames[0]);
                else
                    await client.SendAsync(frames);
                next += frames.Length;
            }
        }
        catch (Exception end)
            when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            Assert.False(untilComplete, $"the server ended a connection that nobody cut: {end.Message}");
        }
    }

    private async Task SendHalfAsync(WireClient client, Frame frame)
    {
        byte[] bytes = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        int length = frame.WriteTo(bytes);
        await client.SendAsync(bytes.AsMemory(0, 1 + _writing.Next(length - 1)));
        if (_writing.Next(2) == 0)
            client.HalfClose();
        else
            client.Reset();
        throw new IOException("cut in the middle of a frame");
    }

    /// <summary>Reads a random number of frames, or on the last connection all that are missing.</summary>
    /// <returns>Whether all frames have arrived.</returns>
    private async Task<bool> ReadAsync(WireClient client, bool untilComplete)
    {
        for (
            int left = untilComplete ? int.MaxValue : 1 + _reading.Next(2 * others * messages / cuts);
            left > 0;
            left--
        )
        {
            if (await client.ReadAsync() is not { } frame)
            {
                Assert.False(untilComplete, "the server ended a connection that nobody cut");
                return false;
            }
            Take(frame);
            if (HasEverything)
                return true;
        }
        return false;
    }

    private void Take(Frame frame)
    {
        string sender = Encoding.UTF8.GetString(frame.Sender),
            text = string.Create(CultureInfo.InvariantCulture, $"{sender}#{frame.Id}");
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
        try
        {
            if (_reading.Next(2) == 0)
                client.Reset();
            else
                client.HalfClose();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It was cut in the middle of a frame already.
        }
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
}
