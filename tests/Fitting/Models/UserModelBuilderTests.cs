using MGen.Fitting.Distributions;
using MGen.Fitting.Models;

namespace MGen.Fitting.Tests.Models;

public sealed class UserModelBuilderTests
{
    private static readonly ObservedDistributions Nothing = new()
    {
        IdleDelay = EmpiricalDistribution.From(Array.Empty<long>()),
        QuietTimeout = EmpiricalDistribution.From(Array.Empty<long>()),
        DelayAfterSend = new FittedDelay(EmpiricalDistribution.From(Array.Empty<long>()), 0),
        DelayAfterReceive = new FittedDelay(EmpiricalDistribution.From(Array.Empty<long>()), 0),
        MessageBlocks = EmpiricalDistribution.From([1L]),
        SentWhileIdle = 0,
        ActivatedBySend = 0,
        ReceivedWhileIdle = 0,
        ActivatedByReceive = 0,
    };

    [Fact]
    public void Build_NothingObserved_IsNoModel() => Assert.Null(UserModelBuilder.Build(Nothing, OriginalRules.None));

    [Fact]
    public void Build_OnlyIdleDelays_StandsInForTheRest()
    {
        UserModel model = UserModelBuilder.Build(
            Nothing with
            {
                IdleDelay = EmpiricalDistribution.From([60L]),
            },
            OriginalRules.None
        )!;

        Assert.Equal((0, 1), (model.ActivateOnSend, model.ActivateOnReceive));
        Assert.Equal(
            [
                [60],
                [0],
                [3_600],
                [3_600],
            ],
            new[] { model.IdleDelay, model.QuietTimeout, model.DelayAfterSend, model.DelayAfterReceive }.Select(law =>
                law.Values
            )
        );
        Assert.Equal(["s", "r", "w", "a_s", "a_r"], model.Assumed);
    }

    [Fact]
    public void Build_SpellsThatCannotBeSeen_AreAddedToTheShares()
    {
        ObservedDistributions laws = Nothing with
        {
            SentWhileIdle = 100,
            ActivatedBySend = 40,
            ReceivedWhileIdle = 80,
            ActivatedByReceive = 20,
            DelayAfterSend = new FittedDelay(EmpiricalDistribution.From([5L]), 0.2),
            DelayAfterReceive = new FittedDelay(EmpiricalDistribution.From([5L]), 0.5),
        };

        UserModel model = UserModelBuilder.Build(laws, OriginalRules.None)!;

        Assert.Equal(0.4 / 0.8, model.ActivateOnSend, 1e-12);
        Assert.Equal(0.2 / (0.8 * 0.5), model.ActivateOnReceive, 1e-12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(112, 1)]
    [InlineData(113, 2)]
    [InlineData(271, 2)]
    [InlineData(272, 3)]
    [InlineData(long.MaxValue / 2, 655_360)]
    public void Blocks_Bytes_AreTheOriginals(long bytes, long blocks) =>
        Assert.Equal(blocks, MessageSizer.Blocks(bytes));

    [Fact]
    public void BytesOf_Blocks_IsTheInverse() =>
        Assert.All(
            [1, 2, 3, 14, 15, 655_360],
            blocks => Assert.Equal(blocks, MessageSizer.Blocks(MessageSizer.BytesOf(blocks)))
        );

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "1")]
    [InlineData(0.25, "0.25")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(0.00001, "0.00001")]
    public void Probability_Number_HasNoExponent(double p, string text) =>
        Assert.Equal(text, ModelFileText.Probability(p));
}
