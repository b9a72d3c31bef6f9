using MGen.EventLog;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>A swarm with its engine, its observer and its event log in memory.</summary>
internal sealed class SwarmUnderTest : IAsyncDisposable
{
    private readonly MemoryStream _output = new();
    private readonly TlsEngine _engine = TlsEngine.Start(new TlsEngineOptions());
    private readonly EventLogWriter _writer;

    public SwarmUnderTest(
        IReadOnlyList<UserConfig> users,
        TimeProvider? clock = null,
        double staggerScale = 0,
        TimeSpan? connectTimeLimit = null
    )
    {
        clock ??= TimeProvider.System;
        _writer = new EventLogWriter(_output, clock);
        ClientSwarmOptions options = new()
        {
            Seed = 1,
            Clock = clock,
            StaggerScale = staggerScale,
            Observer = Recorder,
        };
        if (connectTimeLimit is { } limit)
            options = options with { ConnectTimeLimit = limit };
        Swarm = new ClientSwarm(users, _engine, new ClientLog(_writer), options);
    }

    public ClientSwarm Swarm { get; }

    public string EngineName => _engine.Name;

    public TlsEngine Engine => _engine;

    public Recorder Recorder { get; } = new();

    public LedgerSnapshot Now => Swarm.Snapshot();

    public static UserConfig User(string name, ConversationModel model, params IReadOnlyList<HostPort> servers) =>
        new()
        {
            File = name,
            User = Identifier.Create(name),
            Conversations = [Conversation("group1", model, servers)],
        };

    public static ConversationConfig Conversation(
        string group,
        ConversationModel model,
        params IReadOnlyList<HostPort> servers
    ) =>
        new()
        {
            Group = Identifier.Create(group),
            MessageServers = servers,
            WebServer = new HostPort("127.0.0.1", 1),
            Bootstrap = TimeSpan.Zero,
            Retry = TimeSpan.FromMilliseconds(20),
            Model = model,
            Position = new ConfigPosition(group, 1, 1),
        };

    /// <summary>Changes the user's only conversation.</summary>
    public static UserConfig With(UserConfig user, Func<ConversationConfig, ConversationConfig> change) =>
        user with
        {
            Conversations = [.. user.Conversations.Select(change)],
        };

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
        await _engine.DisposeAsync();
    }
}
