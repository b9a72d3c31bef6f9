using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MGen.Contract;
using MGen.Grains;
using MGen.Wire;

namespace MGen.Silo.Tests;

/// <summary>
/// Members who use Orleans. Worlds share a cluster, so each adds a suffix to the names of its groups; its members add
/// and remove it.
/// </summary>
internal sealed class GrainWorld(GrainCluster cluster, bool acceptLate) : GroupWorld
{
    private static readonly StrongBox<int> Worlds = new();

    private readonly string _suffix = string.Create(
        CultureInfo.InvariantCulture,
        $"~{Interlocked.Increment(ref Worlds.Value)}"
    );

    public override int FloodFrames => 2_000;

    public override int ManyMembers => 200;

    /// <summary>
    /// The group's name in the cluster. A name of the largest length is not changed; only one test uses it.
    /// </summary>
    public string NameOf(string group) =>
        Encoding.UTF8.GetByteCount(group) + _suffix.Length <= WireLimits.MaxIdentifierBytes ? group + _suffix : group;

    public override async Task<GroupMember> ConnectAsync(string user, string group, ResumeOffer? offer)
    {
        IGroupGrain grain = cluster.Client.GetGroup(Identifier.Create(NameOf(group)));
        JoinResponse answer = await grain.JoinAsync(
            new JoinCall(user, offer?.Session ?? Guid.Empty, offer?.Received ?? 0, acceptLate)
        );
        return new GrainMember(this, grain, answer, user, group, offer);
    }

    public override async Task<IReadOnlyList<string>> ReadLossesAsync(int count)
    {
        for (int tries = 0; ; tries++)
        {
            string[] losses =
            [
                .. cluster
                    .ReadLosses()
                    .Where(line => line.Contains($"{_suffix},", StringComparison.Ordinal))
                    .Select(line => line.Replace(_suffix, "", StringComparison.Ordinal)),
            ];
            if (losses.Length >= count || tries == 10)
                return losses;
            await Task.Yield();
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>One connection of a member.</summary>
internal sealed class GrainMember : GroupMember
{
    private readonly GrainWorld _world;
    private readonly IGroupGrain _grain;
    private readonly long _connection;
    private readonly Queue<Frame> _frames = new();
    private long _posted;
    private long _received;

    public GrainMember(
        GrainWorld world,
        IGroupGrain grain,
        JoinResponse answer,
        string user,
        string group,
        ResumeOffer? offer
    )
        : base(user, group, offer)
    {
        _world = world;
        _grain = grain;
        _connection = answer.Connection;
        Answer = offer is null ? null : answer.Received;
    }

    public override async Task SendAsync(params IReadOnlyList<Frame> frames)
    {
        foreach (Frame frame in frames)
        {
            Frame sent = frame.IsReceipt
                ? frame
                : Frame.Message(Identifier.Create(User), Identifier.Create(_world.NameOf(Group)), frame.Id, frame.Size);
            byte[] header = sent.Header.ToArray();
            await _grain.PostAsync(_connection, ++_posted, header);
            await _grain.PostAsync(_connection, _posted, header); // a retransmission, as after a call that timed out
        }
    }

    public override async Task<IReadOnlyList<Frame>> LeaveAsync()
    {
        await _grain.LeaveAsync(_connection, _received);
        Frame[] rest = [.. _frames];
        _frames.Clear();
        return rest;
    }

    public override Task CutAsync()
    {
        _frames.Clear();
        return _grain.LeaveAsync(_connection, _received);
    }

    protected override async Task<Frame?> NextAsync()
    {
        try
        {
            while (_frames.Count == 0)
            {
                byte[][] headers = await _grain.ReceiveAsync(_connection, _received);
                _received += headers.Length;
                foreach (byte[] header in headers)
                    _frames.Enqueue(Translate(Frame.Parse(header)));
            }
            return _frames.Dequeue();
        }
        catch (UnknownConnectionException)
        {
            return null;
        }
    }

    private Frame Translate(Frame frame) =>
        frame.IsReceipt
            ? frame
            : Frame.Message(
                Identifier.Create(Encoding.UTF8.GetString(frame.Sender)),
                Identifier.Create(Group),
                frame.Id,
                frame.Size
            );
}
