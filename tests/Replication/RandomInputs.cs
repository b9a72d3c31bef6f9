using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Replication.Tests.Simulation;
using MGen.Wire;

namespace MGen.Replication.Tests;

/// <summary>
/// Inputs of two gateways whose clients join, write, read and leave, in a random order drawn from a seed.
/// </summary>
internal sealed class RandomInputs(ulong seed)
{
    private static readonly Guid[] GatewayIds = [new(1, 0, 0, new byte[8]), new(2, 0, 0, new byte[8])];

    private readonly SplitMix _random = new(seed);
    private readonly long[] _posts = new long[2];
    private readonly List<(int Gateway, long Connection, string User)> _open = [];
    private long _connections;
    private uint _id;

    public IEnumerable<PartitionInput> Take(int count)
    {
        for (int i = 0; i < count; i++)
            yield return Next();
    }

    public static GroupEntry Join(long connection, string user, string group, int window, Guid session = default) =>
        new(
            EntryKind.Join,
            connection,
            Join: new JoinRequest(Identifier.Create(user), session, 0, MayRegister: true)
            {
                Group = Identifier.Create(group),
                Window = window,
            }
        );

    public static GroupEntry Message(long connection, string user, string group, uint id) =>
        new(EntryKind.Frame, connection, Frame.Message(Identifier.Create(user), Identifier.Create(group), id, 160));

    private PartitionInput Next()
    {
        if (_random.OneIn(12))
            return new PartitionInput(InputKind.Acknowledged, GatewayIds[_random.Below(2)], 1, _random.Below(20));
        int gateway = _random.Below(2);
        GroupEntry[] entries = [.. Enumerable.Range(0, 1 + _random.Below(3)).Select(_ => NextEntry(gateway))];
        return new PartitionInput(
            InputKind.Post,
            GatewayIds[gateway],
            1,
            ++_posts[gateway],
            new NodeId("w" + gateway),
            EntryCodec.Encode(entries)
        );
    }

    private GroupEntry NextEntry(int gateway)
    {
        (int Gateway, long Connection, string User)[] mine = [.. _open.Where(one => one.Gateway == gateway)];
        if (mine.Length < 2 || _random.OneIn(6))
        {
            string user = "u" + _random.Below(6);
            _open.Add((gateway, ++_connections, user));
            return Join(
                _connections,
                user,
                "g" + _random.Below(3),
                window: 4,
                _random.OneIn(2) ? Guid.Empty : new Guid(user[1], 9, 9, new byte[8])
            );
        }
        (int Gateway, long Connection, string User) one = mine[_random.Below(mine.Length)];
        switch (_random.Below(8))
        {
            case 0:
                _open.Remove(one);
                return new GroupEntry(EntryKind.Leave, one.Connection, Delivered: 0);
            case 1 or 2:
                return new GroupEntry(EntryKind.Ready, one.Connection, Delivered: _random.Below(8));
            case 3:
                return new GroupEntry(
                    EntryKind.Frame,
                    one.Connection,
                    Frame.Receipt(
                        Identifier.Create(one.User),
                        Identifier.Create("u" + _random.Below(6)),
                        (uint)_random.Below((int)_id + 1)
                    )
                );
            default:
                return Message(one.Connection, one.User, "g0", _id++);
        }
    }
}

/// <summary>Ignores drops; a group that fails is a bug.</summary>
internal sealed class NoEvents : IPartitionEvents
{
    public void Dropped(Identifier group, Identifier member, DropReason reason, long count) { }

    public void UnknownRecipient(Identifier group, Identifier sender, Frame receipt) { }

    public void GroupFailed(Identifier group, Exception bug) => throw new InvalidOperationException(group.Text, bug);
}
