using MGen.Fitting.Hmm;

namespace MGen.Fitting.Tests.Hmm;

public sealed class StartingPointTests
{
    // From hmmlearn 0.3.3 with numpy 1.24.2: transitions of PoissonHMM(n_components=2, random_state=seed) after
    // initialisation.
    [Theory]
    [InlineData(0, 0.5544281863150018, 0.48382711641229564)]
    [InlineData(1, 7.522164921529708e-08, 0.38302029231146456)]
    [InlineData(2, 0.3668063798509367, 0.31806634255988525)]
    [InlineData(6, 0.3893359512038428, 0.039518608420990566)]
    [InlineData(9, 0.9946992023245461, 0.9612215228226549)]
    public void DrawAsOriginal_Seed_GivesTheOriginalsTransitions(ulong seed, double leave0, double leave1)
    {
        PoissonHmm start = StartingPoint.DrawAsOriginal(new CountMoments(0.02, 0.05), seed);

        Assert.Equal(leave0, start.Leave0, 1e-14);
        Assert.Equal(leave1, start.Leave1, 1e-14);
    }

    [Fact]
    public void DrawAsOriginal_TinyShape_IsNoRateOfZero() =>
        Assert.All(
            Enumerable.Range(0, 10),
            seed =>
                Assert.True(
                    StartingPoint.DrawAsOriginal(new CountMoments(1e-4, 1), (ulong)seed) is { Rate0: > 0, Rate1: > 0 }
                )
        );
}
