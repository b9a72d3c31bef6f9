using MGen.Wire;

namespace MGen.Analysis.Joining;

/// <summary>A range of sizes, bounds included.</summary>
internal readonly record struct SizeClass(long From, long? To)
{
    private const long BlockBytes = WireLimits.BlockBytes;

    /// <summary>Classes of groups by their number of members: each small size, then doubling.</summary>
    public static IReadOnlyList<SizeClass> Members { get; } =
        Upwards(0, [1, 2, 3, 4, 5, 6, 7, 8, 16, 32, 64, 128, 256]);

    /// <summary>
    /// Classes of messages by their bytes: up to 2,240 a message travels inline, larger ones are attachments.
    /// </summary>
    public static IReadOnlyList<SizeClass> Bytes { get; } =
        Upwards(
            0,
            [
                BlockBytes,
                2 * BlockBytes,
                4 * BlockBytes,
                8 * BlockBytes,
                WireLimits.MaxInlineBodyBytes,
                16_000,
                64_000,
                256_000,
                1_000_000,
                4_000_000,
                16_000_000,
            ]
        );

    /// <summary>The index of a size's class.</summary>
    public static int IndexOf(IReadOnlyList<SizeClass> classes, long size)
    {
        int index = 0;
        while (size > classes[index].To)
            index++;
        return index;
    }

    private static SizeClass[] Upwards(long below, long[] bounds) =>
        [
            .. bounds.Select((to, i) => new SizeClass((i == 0 ? below : bounds[i - 1]) + 1, to)),
            new SizeClass(bounds[^1] + 1, null),
        ];
}
