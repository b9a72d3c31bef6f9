using MGen.Groups.Codecs;
using System.Globalization;
using MGen.Grains.Blobs;
using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Grains.Tests.Partitions;

/// <summary>What might happen to a partition: members of a few groups come, talk, read, replace themselves and go, at gateways that come and die.</summary>
internal sealed class RandomPosts(int seed)
{
    private static readonly SiloAddress Somewhere = SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);

    private readonly Random _random = new(seed);
    private readonly Guid[] _gateways = [NewGuid(seed, 1), NewGuid(seed, 2)];
    private readonly Dictionary<Guid, long> _posts = [];
    private readonly List<Connection> _open = [];
    private long _connections;
    private uint _frames;

    public static JoinRequest Join(string user, string group, int window, Guid session = default, ulong received = 0) =>
        new(Identifier.Create(user), session, received, MayRegister: true) { Group = Identifier.Create(group), Window = window };

    public IEnumerable<PartitionInput> Take(int count)
    {
        for (; count > 0; count--)
            yield return Next();
    }

    private static Guid NewGuid(int seed, int number) => new(seed, (short)number, 0, new byte[8]);

    private PartitionInput Next()
    {
        int index = _random.Next(2);
        Guid gateway = _gateways[index];
        switch (_random.Next(40))
        {
            case 0:
                _open.RemoveAll(connection => connection.Gateway == gateway);
                _posts.Remove(gateway);
                _gateways[index] = Guid.NewGuid();
                return new PartitionInput(InputKind.GatewayGone, gateway, 0);
            case < 8:
                return new PartitionInput(InputKind.Taken, gateway, _random.Next(50));
            default:
                GroupEntry[] entries = [.. Enumerable.Range(0, 1 + _random.Next(4)).Select(_ => NextEntry(gateway))];
                _posts[gateway] = _posts.GetValueOrDefault(gateway) + 1;
                return new PartitionInput(InputKind.Post, gateway, _posts[gateway], Somewhere, EntryCodec.Encode(entries));
        }
    }

    private GroupEntry NextEntry(Guid gateway)
    {
        Connection[] here = [.. _open.Where(connection => connection.Gateway == gateway)];
        if (here.Length == 0 || _random.Next(5) == 0)
            return NextJoin(gateway);
        Connection chosen = here[_random.Next(here.Length)];
        switch (_random.Next(8))
        {
            case 0:
                _open.Remove(chosen);
                return new GroupEntry(EntryKind.Leave, chosen.Number, Delivered: _random.Next(4));
            case 1:
                return new GroupEntry(EntryKind.Ready, chosen.Number, Delivered: chosen.Told += _random.Next(4));
            case 2:
                return new GroupEntry(EntryKind.Frame, chosen.Number, Frame.Receipt(Identifier.Create(chosen.User), Identifier.Create(UserName()), _frames));
            default:
                return new GroupEntry(EntryKind.Frame, chosen.Number, Frame.Message(Identifier.Create(chosen.User), Identifier.Create(chosen.Group), _frames++, 160));
        }
    }

    private GroupEntry NextJoin(Guid gateway)
    {
        Connection joining = new(gateway, ++_connections, UserName(), $"g{_random.Next(3)}");
        _open.Add(joining);
        bool resumes = _random.Next(2) == 0;
        Guid session = resumes ? NewGuid(joining.User[1], joining.Group[1]) : Guid.Empty;
        return new GroupEntry(EntryKind.Join, joining.Number, Join: Join(joining.User, joining.Group, 1 + _random.Next(6), session, resumes ? (ulong)_random.Next(6) : 0));
    }

    private string UserName() => string.Create(CultureInfo.InvariantCulture, $"u{_random.Next(5)}");

    private sealed record Connection(Guid Gateway, long Number, string User, string Group)
    {
        public long Told { get; set; }
    }
}
