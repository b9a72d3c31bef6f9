using System.Globalization;
using MGen.Model.Configuration;

namespace MGen.Tools.Simulating;

/// <summary>
/// The seeds of a simulation. As in a live run, the seed in a user's file has precedence over the run's seed.
/// </summary>
/// <param name="Value">The seed; <c>null</c> if every file states one and they differ.</param>
/// <param name="Source">The origin of the seed.</param>
/// <param name="OwnSeeds">Users whose files state a seed.</param>
internal sealed record SeedUse(ulong? Value, SeedSource Source, int OwnSeeds)
{
    /// <summary>Creates the seeds of users without files.</summary>
    public static SeedUse From(SimulateArguments arguments, bool isGiven) =>
        new(arguments.Seed, isGiven ? SeedSource.Option : SeedSource.Entropy, OwnSeeds: 0);

    /// <summary>Creates the seeds of users with files.</summary>
    public static SeedUse From(SimulateArguments arguments, bool isGiven, IReadOnlyList<ConfiguredUser> users)
    {
        ulong[] own = [.. users.Select(user => user.Seed).OfType<ulong>()];
        if (own.Length == 0 || own.Length < users.Count)
            return From(arguments, isGiven) with { OwnSeeds = own.Length };
        return new SeedUse(own.Distinct().Count() == 1 ? own[0] : null, SeedSource.Files, own.Length);
    }

    /// <summary>Formats the seed, as in <c>seed 7 (of the files)</c>.</summary>
    public override string ToString() =>
        Source switch
        {
            SeedSource.Files => Value is null ? "seeds of the files" : $"{SeedText} (of the files)",
            _ when OwnSeeds > 0 => string.Create(
                CultureInfo.InvariantCulture,
                $"{SeedText} (but {OwnSeeds:N0} {(OwnSeeds == 1 ? "file states its" : "files state their")} own)"
            ),
            SeedSource.Entropy => $"{SeedText} (drawn from entropy)",
            _ => SeedText,
        };

    private string SeedText => string.Create(CultureInfo.InvariantCulture, $"seed {Value}");
}

/// <summary>The origin of a simulation's seed.</summary>
internal enum SeedSource
{
    /// <summary>From <c>--seed</c>.</summary>
    Option,

    /// <summary>Drawn from entropy.</summary>
    Entropy,

    /// <summary>Every user's file states one.</summary>
    Files,
}
