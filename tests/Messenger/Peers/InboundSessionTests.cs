using MGen.Messenger.Peers;
using MGen.Wire;

namespace MGen.Messenger.Tests.Peers;

public sealed class InboundSessionTests
{
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private static readonly Identifier Group = Identifier.Create("g");

    private readonly List<uint> _delivered = [];
    private readonly InboundSession _session = new(id: 5, next: 10);

    [Fact]
    public void Accept_InOrder_DeliversEachAtOnce()
    {
        Accept(10, 11, 12);
        Assert.Equal([10u, 11u, 12u], _delivered);
        Assert.Equal(13ul, _session.Next);
    }

    [Fact]
    public void Accept_Duplicate_IsDeliveredOnce()
    {
        Accept(10, 11, 10, 11, 9, 12, 12);
        Assert.Equal([10u, 11u, 12u], _delivered);
    }

    [Fact]
    public void Accept_OutOfOrder_WaitsForTheMissingOne()
    {
        Accept(11, 13);
        Assert.Empty(_delivered);
        Accept(10);
        Assert.Equal([10u, 11u], _delivered);
        Accept(12);
        Assert.Equal([10u, 11u, 12u, 13u], _delivered);
    }

    [Fact]
    public void Accept_SenderDroppedTheMissingOne_ContinuesAfterIt()
    {
        Accept(11, 13);
        _session.Accept(FrameOf(15), 15, oldest: 14, frame => _delivered.Add(frame.Id));
        Assert.Equal([11u, 13u], _delivered);
        Accept(14);
        Assert.Equal([11u, 13u, 14u, 15u], _delivered);
    }

    [Fact]
    public void Accept_TooManyHeld_SkipsTheMissingOne()
    {
        for (ulong number = 11; number <= 11 + InboundSession.HeldLimit; number++)
            _session.Accept(FrameOf(number), number, oldest: 10, frame => _delivered.Add(frame.Id));
        Assert.Equal(InboundSession.HeldLimit + 1, _delivered.Count);
        Assert.Equal(11u, _delivered[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Accept_ShuffledAndRepeated_DeliversAllInOrder(int seed)
    {
        uint[] numbers =
        [
            .. Enumerable.Range(10, 200).Concat(Enumerable.Range(10, 200)).Select(number => (uint)number),
        ];
        new Random(seed).Shuffle(numbers);
        Accept(numbers);
        Assert.Equal(Enumerable.Range(10, 200).Select(number => (uint)number), _delivered);
    }

    private void Accept(params IEnumerable<uint> numbers)
    {
        foreach (uint number in numbers)
            _session.Accept(FrameOf(number), number, oldest: 0, frame => _delivered.Add(frame.Id));
    }

    private static Frame FrameOf(ulong number) => Frame.Message(Bob, Group, (uint)number, 160);
}
