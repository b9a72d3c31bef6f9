using System.Globalization;
using MGen.Model.Configuration;

namespace MGen.Tools.Simulating;

/// <summary>
/// Which seeds a simulation draws with: a user's file has precedence over the run's seed, as in a live run.
/// </summary>
/// <param name="Value">The seed; <c>null</c> if every file states one, and not all the same.</param>
/// <param name="Source">Where it is from.</param>
/// <param name="OwnSeeds">Users whose files state their own.</param>
internal sealed record SeedUse(ulong? Value, SeedSource Source, int OwnSeeds)
{
    /// <summary>For users without files.</summary>
    public static SeedUse Of(SimulateArguments arguments, bool isGiven) =>
        new(arguments.Seed, isGiven ? SeedSource.Option : SeedSource.Entropy, OwnSeeds: 0);

    /// <summary>For the users of files.</summary>
    public static SeedUse Of(SimulateArguments arguments, bool isGiven, IReadOnlyList<ConfiguredUser> users)
    {
        ulong[] own = [.. users.Select(user => user.Seed).OfType<ulong>()];
        if (own.Length == 0 || own.Length < users.Count)
            return Of(arguments, isGiven) with { OwnSeeds = own.Length };
        return new SeedUse(own.Distinct().Count() == 1 ? own[0] : null, SeedSource.Files, own.Length);
    }

    /// <summary>As in <c>seed 7 (of the files)</c>.</summary>
    public override string ToString() =>
        Source switch
        {
            SeedSource.Files => Value is null ? "seeds of the files" : $"{Number} (of the files)",
            _ when OwnSeeds > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"{Number} (but {OwnSeeds:N0} {(OwnSeeds == 1 ? "file states its" : "files state their")} own)"
            ),
            SeedSource.Entropy => $"{Number} (drawn from entropy)",
            _ => Number,
        };

    private string Number => string.Create(CultureInfo.InvariantCulture, $"seed {Value}");
}
