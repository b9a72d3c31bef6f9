using MGen.EventLog;
using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>A swarm of peers with its observer, its event log in memory, and its diagnostics.</summary>
internal sealed class PeersUnderTest : IAsyncDisposable
{
    private readonly MemoryStream _output = new();
    private readonly OwnLoop? _loop = OwnLoop.Start();
    private readonly EventLogWriter _writer;
    private readonly List<string> _troubles = [];

    public PeersUnderTest(
        IReadOnlyList<PeerConfig> users,
        TimeProvider? clock = null,
        IDialer? dialer = null,
        TimeSpan? connectTimeLimit = null
    )
    {
        clock ??= TimeProvider.System;
        _writer = new EventLogWriter(_output, clock);
        PeerSwarmOptions options = new()
        {
            Seed = 1,
            Clock = clock,
            Observer = Recorder,
            Dialer = dialer,
            OnTrouble = Note,
            Loop = _loop?.Shared,
        };
        if (connectTimeLimit is { } limit)
            options = options with { ConnectTimeLimit = limit };
        Swarm = new PeerSwarm(users, new ClientLog(_writer), new PeerLog(_writer), options);
        Task listening = Swarm.ListenAsync();
        Assert.True(
            listening.IsCompletedSuccessfully,
            $"an address that is a literal was looked up, or is not free: {listening.Exception}"
        );
    }

    public PeerSwarm Swarm { get; }

    public Recorder Recorder { get; } = new();

    public LedgerSnapshot Now => Swarm.Snapshot();

    public IReadOnlyList<string> Troubles
    {
        get
        {
            lock (_troubles)
                return [.. _troubles];
        }
    }

    /// <summary>A user with one conversation per group of recipients.</summary>
    public static PeerConfig User(
        string name,
        HostPort listen,
        ConversationModel model,
        params IReadOnlyList<(string Group, IReadOnlyList<Recipient> Recipients)> groups
    ) =>
        new()
        {
            File = name,
            User = Identifier.Create(name),
            Listen = listen,
            Conversations =
            [
                .. groups.Select(group => new PeerConversationConfig
                {
                    Group = Identifier.Create(group.Group),
                    Recipients = group.Recipients,
                    Bootstrap = TimeSpan.Zero,
                    Retry = TimeSpan.FromMilliseconds(20),
                    Model = model,
                    Position = new ConfigPosition(name, 1, 1),
                }),
            ],
        };

    public static Recipient Recipient(string name, HostPort address) => new(Identifier.Create(name), address);

    /// <summary>Flushes the log and returns its lines without their times.</summary>
    public async Task<string[]> ReadLogAsync()
    {
        await _writer.DisposeAsync();
        return LogText.LinesOf(_output);
    }

    public async ValueTask DisposeAsync()
    {
        await Swarm.DisposeAsync();
        await _writer.DisposeAsync();
        if (_loop is not null)
            await _loop.DisposeAsync();
    }

    private void Note(string trouble)
    {
        lock (_troubles)
            _troubles.Add(trouble);
    }
}
