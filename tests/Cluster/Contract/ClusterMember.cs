using System.Text;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Cluster.Tests.Contract;

/// <summary>A member with a connection over TLS to one of a cluster's gateways.</summary>
internal sealed class ClusterMember : GroupMember
{
    private readonly ClusterWorld _world;
    private readonly System.Net.IPEndPoint _gateway;
    private readonly WireClient _client;
    private readonly Identifier _shownGroup;
    private readonly Identifier _realGroup;

    public ClusterMember(
        ClusterWorld world,
        System.Net.IPEndPoint gateway,
        WireClient client,
        string user,
        string group,
        ResumeOffer? offer
    )
        : base(user, group, offer)
    {
        (_world, _gateway, _client, Answer) = (world, gateway, client, client.Answer);
        (_shownGroup, _realGroup) = (Identifier.Create(group), Identifier.Create(world.NameOf(group)));
    }

    /// <summary>The gateway to which it is connected.</summary>
    public System.Net.IPEndPoint Gateway => _gateway;

    public override Task SendAsync(params IReadOnlyList<Frame> frames) =>
        _client.SendAsync(frames.Select(frame => Translate(frame, _realGroup)));

    public override async Task<IReadOnlyList<Frame>> LeaveAsync()
    {
        await _client.FinishAsync();
        IReadOnlyList<Frame> rest = await ReadToEndAsync(); // the gateway closes after it has posted the leave
        await _world.SettleAsync(_gateway, _realGroup);
        return rest;
    }

    public override async Task CutAsync()
    {
        string line = $"terminated,{User},{_realGroup}";
        int before = _world.Cluster.GatewayLog.Lines.Count(known => known == line);
        _client.Reset();
        await _world.Cluster.GatewayLog.WaitForAsync(line, before + 1);
    }

    protected override async Task<Frame?> NextAsync() =>
        await _client.ReadAsync() is { } frame ? Translate(frame, _shownGroup) : null;

    private static Frame Translate(Frame frame, Identifier group) =>
        frame.IsReceipt
            ? frame
            : Frame.Message(Identifier.Create(Encoding.UTF8.GetString(frame.Sender)), group, frame.Id, frame.Size);
}
