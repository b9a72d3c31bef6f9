namespace MGen.Model.Configuration.Weights;

/// <summary>The unit of the values of a weights file.</summary>
internal enum WeightsKind
{
    /// <summary>Blocks: whole numbers from 0 to 2^32 - 1.</summary>
    Sizes,

    /// <summary>Seconds: finite numbers.</summary>
    Times,
}
