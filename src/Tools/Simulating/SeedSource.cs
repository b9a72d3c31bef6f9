namespace MGen.Tools.Simulating;

/// <summary>Where the seed of a simulation is from.</summary>
internal enum SeedSource
{
    /// <summary>From <c>--seed</c>.</summary>
    Option,

    /// <summary>Nobody stated it: it was drawn.</summary>
    Entropy,

    /// <summary>Every user's file states one.</summary>
    Files,
}
