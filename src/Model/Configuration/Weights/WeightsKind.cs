namespace MGen.Model.Configuration.Weights;

/// <summary>What the values of a weights file are.</summary>
internal enum WeightsKind
{
    /// <summary>Blocks: whole numbers from 0 to 2^32 - 1.</summary>
    Sizes,

    /// <summary>Seconds: finite numbers.</summary>
    Times,
}
