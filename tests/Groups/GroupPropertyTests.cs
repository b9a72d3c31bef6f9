using FsCheck.Xunit;

namespace MGen.Groups.Tests;

/// <summary>
/// Random sequences of events in a group against what a member must receive: each accepted frame once, in order, or a
/// report that it was dropped.
/// </summary>
public sealed class GroupPropertyTests
{
    [Property(MaxTest = 1_000, StartSize = 20, EndSize = 600)]
    public void AnyLife_WithoutLimits_DeliversEverythingOnce(byte[] steps)
    {
        RandomLife life = new(new GroupLimits { MaxUnconfirmedFrames = 1_000_000, MaxWaitingFrames = 1_000_000 });
        life.Live(steps);
        life.AssertAccountedFor(mayDrop: false);
    }

    [Property(MaxTest = 1_000, StartSize = 20, EndSize = 600)]
    public void AnyLife_WithNarrowLimits_ReportsExactlyWhatIsMissing(byte[] steps)
    {
        RandomLife life = new(new GroupLimits { MaxUnconfirmedFrames = 2, MaxWaitingFrames = 5 });
        life.Live(steps);
        life.AssertAccountedFor(mayDrop: true);
    }

    [Property(MaxTest = 1_000, StartSize = 20, EndSize = 600)]
    public void AnyLife_OneMemberLies_DeliversEverythingOnce(byte[] steps)
    {
        RandomLife life = new(
            new GroupLimits { MaxUnconfirmedFrames = 1_000_000, MaxWaitingFrames = 1_000_000 },
            withLiar: true
        );
        life.Live(steps);
        life.AssertAccountedFor(mayDrop: false);
    }
}
