namespace MGen.Report.Charts;

/// <summary>A value of both axes. A point that is not a number interrupts a line.</summary>
internal readonly record struct Point(double X, double Y);
