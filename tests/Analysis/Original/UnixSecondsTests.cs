using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MGen.Analysis.Original;

namespace MGen.Analysis.Tests.Original;

public sealed class UnixSecondsTests
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>
    /// All magnitudes of seconds: below the fast path, at its beginning, at powers of two, in simulated time and today.
    /// </summary>
    private static Gen<long> Seconds =>
        from bits in Gen.Choose(0, 33)
        from low in Gen.Choose(0, int.MaxValue)
        from second in Gen.Elements(
            (1L << bits) - 1,
            1L << bits,
            946_684_800 + (low % 4000),
            1_800_000_000 + (low % 4000),
            low
        )
        select second;

    [Fact]
    public void Of_AnyTime_IsTheNumberNearestToItsDecimals() =>
        Prop.ForAll(
                Seconds.ToArbitrary(),
                Gen.OneOf(Gen.Choose(0, 999_999_999), Gen.Elements(0, 1, 500_000_000, 999_999_999)).ToArbitrary(),
                (second, fraction) =>
                {
                    double expected = double.Parse(
                        string.Create(CultureInfo.InvariantCulture, $"{second}.{fraction:D9}"),
                        CultureInfo.InvariantCulture
                    );
                    Assert.Equal(expected, UnixSeconds.From((second * NanosecondsPerSecond) + fraction));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
}
