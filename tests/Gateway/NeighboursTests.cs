namespace MGen.Gateway.Tests;

public sealed class NeighboursTests
{
    private readonly Neighbours _neighbours = new();
    private readonly TestHome[] _homes = [new(), new(), new(), new()];

    [Fact]
    public void Add_FirstTwo_ShareAHomeAndOthersDoNot()
    {
        Assert.Null(_neighbours.Add(_homes[0]));
        Assert.Same(_homes[0], _neighbours.Add(_homes[1]));
        Assert.Null(_neighbours.Add(_homes[2]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Add_AfterOneLeft_SharesTheHomeOfTheOther(int leaves)
    {
        _neighbours.Add(_homes[0]);
        _neighbours.Add(_homes[1]);

        _neighbours.Remove(_homes[leaves]);

        Assert.Same(_homes[1 - leaves], _neighbours.Add(_homes[2]));
        Assert.Null(_neighbours.Add(_homes[3]));
    }

    [Fact]
    public void Remove_OneOfMany_LeavesThePairAlone()
    {
        _neighbours.Add(_homes[0]);
        _neighbours.Add(_homes[1]);
        _neighbours.Add(_homes[2]);

        _neighbours.Remove(_homes[2]);

        Assert.Null(_neighbours.Add(_homes[3]));
    }
}
