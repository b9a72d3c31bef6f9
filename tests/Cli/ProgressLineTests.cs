using Microsoft.Extensions.Time.Testing;

namespace MGen.Cli.Tests;

public sealed class ProgressLineTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly TestWorld _world = new();
    private int _done;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void OnATerminal_IsRedrawnEachSecondAndErasedAtTheEnd()
    {
        using (Start(isTerminal: true))
            Advance(seconds: 2);
        Advance(seconds: 2);

        Assert.Equal("\r1 done\u001b[K\r2 done\u001b[K\r\u001b[K", _world.Error);
    }

    [Fact]
    public void Elsewhere_IsALineEveryTenSeconds()
    {
        using (Start(isTerminal: false))
            Advance(seconds: 25);

        Assert.Equal("10 done\n20 done\n", _world.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ShortWork_ShowsNothing(bool isTerminal)
    {
        using (Start(isTerminal))
            _clock.Advance(Second / 2);

        Assert.Empty(_world.Error);
    }

    [Fact]
    public void Quiet_ShowsNothing()
    {
        using (ProgressLine line = Start(isTerminal: true, isQuiet: true))
        {
            line.Draw();
            Advance(seconds: 20);
        }

        Assert.Empty(_world.Error);
    }

    [Fact]
    public void Draw_ShowsItNow_AndTheNextTimeAnIntervalLater()
    {
        using (ProgressLine line = Start(isTerminal: false))
        {
            Advance(seconds: 6);
            line.Draw();
            Advance(seconds: 9);
            Assert.Equal("6 done\n", _world.Error);
            Advance(seconds: 1);
        }

        Assert.Equal("6 done\n16 done\n", _world.Error);
    }

    [Fact]
    public void Draw_NothingCanBeWritten_TheWorkGoesOn()
    {
        using FullDisk disk = new();
        using (ProgressLine line = new(_world.World with { Clock = _clock, Error = disk }, () => "text"))
            Advance(seconds: 30);

        Assert.Equal(3, disk.Tries); // each draw tries again: the disk may have space meanwhile
    }

    private ProgressLine Start(bool isTerminal, bool isQuiet = false) =>
        new(_world.World with { Clock = _clock, ErrorIsTerminal = isTerminal }, () => $"{_done} done", isQuiet);

    private void Advance(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            _done++;
            _clock.Advance(Second);
        }
    }

    private sealed class FullDisk : StringWriter
    {
        public int Tries { get; private set; }

        public override void Write(string? value)
        {
            Tries++;
            throw new IOException("no space left on device");
        }
    }
}
