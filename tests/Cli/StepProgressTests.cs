using Microsoft.Extensions.Time.Testing;

namespace MGen.Cli.Tests;

public sealed class StepProgressTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Draw_StepsOfAStage_ShowsThemAndTheTimeLeft()
    {
        using TestWorld test = new();
        using StepProgress progress = new(test.World with { Clock = _clock });
        progress.Begin("reading files", 4);
        progress.Step();
        _clock.Advance(TimeSpan.FromSeconds(3));

        progress.Draw();

        Assert.Equal("reading files 1 of 4, about 9 s left\n", test.Error);
    }

    [Fact]
    public void Draw_NewStage_CountsFromItsBegin()
    {
        using TestWorld test = new();
        using StepProgress progress = new(test.World with { Clock = _clock });
        progress.Begin("drawing");
        _clock.Advance(TimeSpan.FromSeconds(5));
        progress.Begin("writing");
        progress.Report(50, 100);
        _clock.Advance(TimeSpan.FromSeconds(2));

        progress.Draw();

        Assert.Equal("writing 50 of 100, about 2 s left\n", test.Error);
    }

    [Fact]
    public void Draw_StepsUnknown_ShowsTheStageAlone()
    {
        using TestWorld test = new();
        using StepProgress progress = new(test.World with { Clock = _clock });
        progress.Begin("drawing");

        progress.Draw();

        Assert.Equal("drawing ...\n", test.Error);
    }

    [Fact]
    public void Draw_BeforeTheFirstStage_ShowsNothing()
    {
        using TestWorld test = new();
        using StepProgress progress = new(test.World with { Clock = _clock });

        progress.Draw();

        Assert.Empty(test.Error);
    }
}
