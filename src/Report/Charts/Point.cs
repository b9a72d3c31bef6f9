namespace MGen.Report.Charts;

/// <summary>A point in the data's units. A point that is NaN interrupts a line.</summary>
internal readonly record struct Point(double X, double Y);
