using MGen.EventLog;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Gateway.Tests;

/// <summary>
/// A bug ends a connection as any other failure does: its socket is closed, and its group receives the leave.
/// </summary>
public sealed class GatewayConnectionTests : IAsyncDisposable
{
    private readonly TestHome _transport = new();
    private readonly TestMeters _meters = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EventLogWriter _log = new(Stream.Null, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _meters.Dispose();
    }

    [Fact]
    public async Task Run_RouterFails_SocketIsClosed()
    {
        GatewayConnection connection = await IntroduceAsync(new BrokenRouter(Target: null));

        await Assert.ThrowsAsync<NotSupportedException>(connection.RunAsync);

        Assert.True(_transport.IsDisposed);
        Assert.Equal(EndReason.ServerError, connection.Reason);
    }

    [Fact]
    public async Task Run_FlushFails_GroupReceivesTheLeaveAndSocketIsClosed()
    {
        JoiningTarget target = new();
        GatewayConnection connection = await IntroduceAsync(new BrokenRouter(target));
        target.Port = connection;

        await Assert.ThrowsAsync<NotSupportedException>(connection.RunAsync); // from the transport's flush

        Assert.True(_transport.IsDisposed);
        Assert.Equal([EntryKind.Join, EntryKind.Leave], target.Entries);
    }

    [Fact]
    public async Task Run_NoSiloAcceptsTheJoin_EndsAfterTheTimeoutAndSocketIsClosed()
    {
        JoiningTarget target = new() { IsSilent = true };
        GatewayConnection connection = await IntroduceAsync(new BrokenRouter(target, IsRemote: true));

        Task running = connection.RunAsync();
        Assert.False(running.IsCompleted);
        _clock.Advance(new GatewaySettings().JoinTimeout);
        await running.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(EndReason.GroupUnavailable, connection.Reason);
        Assert.True(_transport.IsDisposed);
        Assert.Equal([EntryKind.Join, EntryKind.Leave], target.Entries);
    }

    [Fact]
    public void Forget_RefusedGroup_DropsItsLinkAndNoOther()
    {
        GroupLinks links = new(new BrokenRouter(new JoiningTarget()), target => new GroupLink(target, null!));
        GroupLink tea = links.Get(Identifier.Create("tea"));
        GroupLink refused = links.Get(Identifier.Create("refused"));

        links.Forget(Identifier.Create("refused"));

        Assert.Equal(1, links.Count);
        Assert.Same(tea, links.Get(Identifier.Create("tea")));
        Assert.NotSame(refused, links.Get(Identifier.Create("refused")));
    }

    [Fact]
    public void Forget_GroupOfAPartition_KeepsThePartitionsLink()
    {
        GroupLinks links = new(
            new BrokenRouter(new JoiningTarget(), IsRemote: true),
            target => new GroupLink(target, null!)
        );
        GroupLink link = links.Get(Identifier.Create("tea"));

        links.Forget(Identifier.Create("tea"));

        Assert.Same(link, links.Get(Identifier.Create("garden")));
    }

    private async Task<GatewayConnection> IntroduceAsync(BrokenRouter router)
    {
        _transport.Arriving = new Handshake(Identifier.Create("alice"), Identifier.Create("g"), null).ToBytes();
        GatewayMetrics metrics = new(_meters);
        GroupLinkServices shared = new(
            new GatewayIdentity(Guid.NewGuid(), CancellationToken.None),
            new GatewaySettings(),
            metrics,
            TimeProvider.System,
            NullLogger.Instance
        );
        ServerLog log = new(_log);
        GatewayServices services = new(
            shared.Options,
            new GroupLinks(router, target => new GroupLink(target, shared)),
            router.IsRemote,
            new RegistrationPhase(TimeSpan.Zero, TimeProvider.System, log),
            log,
            metrics,
            _clock
        );
        GatewayConnection connection = new(1, _transport, services);
        Assert.True(await connection.ReadHandshakeAsync());
        return connection;
    }

    private sealed record BrokenRouter(IGroupTarget? Target, bool IsRemote = false) : IGroupRouter
    {
        public IGroupTarget GetTarget(Identifier group) => Target ?? throw new NotSupportedException();
    }

    /// <summary>Accepts every join.</summary>
    private sealed class JoiningTarget : IGroupTarget
    {
        public string Name => "g";

        public IMemberPort? Port { get; set; }

        public bool IsSilent { get; init; }

        public List<EntryKind> Entries { get; } = [];

        public bool WantsProbe => false;

        public bool TryApply(ReadOnlySpan<GroupEntry> entries)
        {
            foreach (GroupEntry entry in entries)
                Entries.Add(entry.Kind);
            if (entries[0].Kind == EntryKind.Join && !IsSilent)
                Port!.Joined(new JoinOutcome(IsNewMember: true, Received: 0));
            return true;
        }

        public ValueTask SubmitAsync(GroupEntry[] entries) => throw new NotSupportedException();
    }
}
