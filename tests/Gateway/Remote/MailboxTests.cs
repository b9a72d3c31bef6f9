using MGen.Gateway.Remote;
using MGen.Grains.Partitions;

namespace MGen.Gateway.Tests.Remote;

public sealed class MailboxTests
{
    private readonly List<int> _lost = [];
    private readonly Mailbox _mailbox;

    public MailboxTests() => _mailbox = new Mailbox(_ => null, _lost.Add);

    [Fact]
    public void Take_InOrder_CountsOn()
    {
        Guid life = Guid.NewGuid();

        Assert.Equal(3, _mailbox.Take(Batch(life, 0, 3)));
        Assert.Equal(5, _mailbox.Take(Batch(life, 3, 2)));
        Assert.Empty(_lost);
    }

    [Fact]
    public void Take_Again_SaysWhatIsHere()
    {
        Guid life = Guid.NewGuid();
        _mailbox.Take(Batch(life, 0, 5));

        Assert.Equal(5, _mailbox.Take(Batch(life, 0, 3)));
        Assert.Equal(7, _mailbox.Take(Batch(life, 2, 5)));
    }

    [Fact]
    public void Take_NewLife_EndsThePartitionsConnectionsAndCountsAgain()
    {
        _mailbox.Take(Batch(Guid.NewGuid(), 0, 5));

        Assert.Equal(2, _mailbox.Take(Batch(Guid.NewGuid(), 0, 2)));
        Assert.Equal([7], _lost);
    }

    [Fact]
    public void Meet_FirstLife_EndsNothing()
    {
        _mailbox.Meet(7, Guid.NewGuid());

        Assert.Empty(_lost);
    }

    /// <summary>Items of kind "replaced" for connections that nobody knows.</summary>
    private static DeliveryBatch Batch(Guid life, long first, int count) => new(7, life, Guid.NewGuid(), first, count, [.. Enumerable.Repeat<byte[]>([3, 0], count).SelectMany(bytes => bytes)]);
}
