using MGen.Contract;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>A member with a connection over TLS.</summary>
internal sealed class WireMember : GroupMember
{
    private readonly ServerWorld _world;
    private readonly WireClient _client;

    private WireMember(ServerWorld world, WireClient client, string user, string group, ResumeOffer? offer)
        : base(user, group, offer)
    {
        (_world, _client) = (world, client);
        Answer = client.Answer;
    }

    public static async Task<WireMember> ConnectAsync(
        ServerWorld world,
        string user,
        string group,
        ResumeOffer? offer,
        bool awaitsAnswer
    )
    {
        WireClient client = await WireClient
            .ConnectAsync(world.Server.Address, user, group, offer, awaitsAnswer)
            .WaitAsync(Patience, TimeProvider.System);
        return new WireMember(world, client, user, group, offer);
    }

    public override Task SendAsync(params IReadOnlyList<Frame> frames) => _client.SendAsync(frames);

    public override async Task<IReadOnlyList<Frame>> LeaveAsync()
    {
        await _client.FinishAsync();
        return await ReadToEndAsync(); // the server closes after it has posted the leave
    }

    public override async Task CutAsync()
    {
        string line = $"terminated,{User},{Group}";
        int before = _world.Server.Log.Lines.Count(known => known == line);
        _client.Reset();
        await _world.Server.Log.WaitForAsync(line, before + 1);
    }

    protected override Task<Frame?> NextAsync() => _client.ReadAsync();
}
