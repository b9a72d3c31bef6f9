namespace MGen.Report.Charts;

/// <summary>Which end of a text is at its position.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}
