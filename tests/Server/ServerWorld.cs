using MGen.Contract;
using MGen.Gateway;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>A server over TLS.</summary>
internal sealed class ServerWorld(ServerFixture server, bool acceptLate) : GroupWorld
{
    private readonly HashSet<string> _registered = [];

    public override int FloodFrames => 6_000;

    public override int ManyMembers => 300;

    public ServerFixture Server => server;

    /// <summary>
    /// Starts a server. If late registrations are refused, the registration phase is over before the first connection.
    /// </summary>
    public static async Task<GroupWorld> StartAsync(
        GroupLimits limits,
        bool acceptLate,
        TlsEngineKind engine = TlsEngineKind.Auto
    ) =>
        new ServerWorld(
            await ServerFixture.StartAsync(
                new MessageServerOptions
                {
                    Group = limits,
                    Engine = new TlsEngineOptions { Kind = engine },
                    Gateway = new GatewaySettings { AcceptLateRegistration = acceptLate },
                }
            ),
            acceptLate
        );

    public override async Task<GroupMember> ConnectAsync(string user, string group, ResumeOffer? offer)
    {
        if (!acceptLate)
        {
            GroupMember refused = await WireMember.ConnectAsync(this, user, group, offer, awaitsAnswer: false);
            await server.Log.WaitForAsync($"refused,{user},{group},LateRegistration");
            return refused;
        }
        WireMember member = await WireMember.ConnectAsync(this, user, group, offer, awaitsAnswer: true);
        if (_registered.Add($"{user},{group}"))
            await server.Log.WaitForAsync($"register,{user},{group}");
        return member;
    }

    public override async Task<IReadOnlyList<string>> ReadLossesAsync(int count) =>
        [.. (await server.Log.WaitForAsync("dropped,", count)).Select(line => line["dropped,".Length..])];

    public override ValueTask DisposeAsync() => server.DisposeAsync();
}
