using MGen.Groups.Codecs;
using System.Globalization;
using MGen.Grains.Blobs;
using MGen.Grains.Partitions;
using MGen.Wire;

namespace MGen.Grains.Tests.Partitions;

/// <summary>Two copies of a partition that are given the same are the same, wherever the second one started.</summary>
public sealed class PartitionStateTests
{
    private static readonly SiloAddress Somewhere = SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Snapshot_AtAnyTime_GoesOnAsTheOriginal(int seed)
    {
        RandomPosts life = new(seed);
        PartitionState original = new(Guid.NewGuid(), new GroupLimits { MaxWaitingFrames = 6, MaxUnconfirmedFrames = 5 }, new CountedEvents());
        foreach (PartitionInput input in life.Take(100))
            original.Apply(input);
        PartitionState copy = PartitionSnapshot.Read(PartitionSnapshot.Write(original), new CountedEvents());
        Assert.Equal(Describe(original), Describe(copy));

        foreach (PartitionInput input in life.Take(200))
        {
            original.Apply(input);
            copy.Apply(input);
        }

        Assert.Equal(Describe(original), Describe(copy));
        Assert.Equal(original.Applied, copy.Applied);
        Assert.True(original.Connections.Count + original.Groups.Count > 0);
    }

    [Fact]
    public void Apply_PostAgain_ChangesNothing()
    {
        PartitionState state = new(Guid.NewGuid(), new GroupLimits(), new CountedEvents());
        PartitionInput[] posts = [.. new RandomPosts(1).Take(50).Where(input => input.Kind == InputKind.Post)];
        foreach (PartitionInput post in posts)
            state.Apply(post);
        string before = Describe(state);

        foreach (PartitionInput post in posts)
            state.Apply(post);

        Assert.Equal(before, Describe(state));
    }

    [Fact]
    public void Apply_BytesThatAreNoEntries_ThrowsAndChangesNothing()
    {
        PartitionState state = new(Guid.NewGuid(), new GroupLimits(), new CountedEvents());
        byte[] good = EncodeJoin(1), bad = [.. good, 99, 1, 1];

        Assert.Throws<InvalidDataException>(() => state.Apply(new PartitionInput(InputKind.Post, Guid.NewGuid(), 1, Somewhere, bad)));

        Assert.Equal(0, state.Applied);
        Assert.Empty(state.Connections);
    }

    [Fact]
    public void Window_IsFull_FramesWaitUntilTheConnectionHasTold()
    {
        PartitionState state = new(Guid.NewGuid(), new GroupLimits(), new CountedEvents());
        Guid gateway = Guid.NewGuid();
        state.Apply(new PartitionInput(InputKind.Post, gateway, 1, Somewhere, [.. EncodeJoin(1), .. EncodeJoin(2)]));
        GroupEntry[] frames = [.. Enumerable.Range(0, 10).Select(id => new GroupEntry(EntryKind.Frame, 1, Frame.Message(Identifier.Create("u1"), Identifier.Create("g"), (uint)id, 160)))];
        state.Apply(new PartitionInput(InputKind.Post, gateway, 2, Somewhere, EntryCodec.Encode(frames)));
        GatewayStream stream = Assert.Single(state.Streams);
        Assert.Equal(4, stream.Items.Count(item => item.Kind == OutgoingKind.Frame));

        state.Apply(new PartitionInput(InputKind.Post, gateway, 3, Somewhere, EntryCodec.Encode([new GroupEntry(EntryKind.Ready, 2, Delivered: 3)])));

        Assert.Equal(Enumerable.Range(0, 7).Select(id => (uint)id), stream.Items.Where(item => item.Kind == OutgoingKind.Frame).Select(item => item.Frame.Id));
    }

    [Fact]
    public void Delivery_EncodedAndGivenAgain_ReachesEachPortOnce()
    {
        PartitionState state = new(Guid.NewGuid(), new GroupLimits(), new CountedEvents());
        Guid gateway = Guid.NewGuid();
        state.Apply(new PartitionInput(InputKind.Post, gateway, 1, Somewhere, [.. EncodeJoin(1), .. EncodeJoin(2), .. EncodeJoin(3)]));
        state.Apply(new PartitionInput(InputKind.Post, gateway, 2, Somewhere, EncodeFrame(1, 7)));
        GatewayStream stream = Assert.Single(state.Streams);
        Dictionary<long, TestPort> ports = new() { [1] = new TestPort(10), [2] = new TestPort(10), [3] = new TestPort(10) };
        DeliveryBatch first = DeliveryCodec.Encode(0, state.Incarnation, stream, maxItems: 4), all = DeliveryCodec.Encode(0, state.Incarnation, stream, maxItems: 100);

        DeliveryCodec.Deliver(first, 0, ports.GetValueOrDefault);
        DeliveryCodec.Deliver(all, first.Count, ports.GetValueOrDefault);

        Assert.Equal(5, all.Count);
        Assert.Empty(ports[1].Given);
        Assert.Equal(7u, Assert.Single(ports[2].Given).Id);
        Assert.Equal(7u, Assert.Single(ports[3].Given).Id);
        Assert.True(all.Items.Length < first.Items.Length + 4, "a frame that was fanned out comes once");
    }

    private static byte[] EncodeJoin(long connection) => EntryCodec.Encode([new GroupEntry(EntryKind.Join, connection, Join: RandomPosts.Join($"u{connection}", "g", 4))]);

    private static byte[] EncodeFrame(long connection, uint id) =>
        EntryCodec.Encode([new GroupEntry(EntryKind.Frame, connection, Frame.Message(Identifier.Create($"u{connection}"), Identifier.Create("g"), id, 160))]);

    /// <summary>All that gateways could see, whatever the order of tables.</summary>
    private static string Describe(PartitionState state) => string.Join('\n', state.Streams.OrderBy(stream => stream.Gateway).Select(stream => string.Create(
        CultureInfo.InvariantCulture,
        $"{stream.Gateway} post {stream.LastPost} first {stream.First}: {string.Join(' ', stream.Items.Select(item => $"{item.Kind}/{item.Connection}/{item.Number}/{(item.Kind == OutgoingKind.Frame ? item.Frame.Id : 0)}"))}")));
}
