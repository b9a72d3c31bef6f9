namespace MGen.Report.Charts;

/// <summary>The end of a text that is at its position.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}
