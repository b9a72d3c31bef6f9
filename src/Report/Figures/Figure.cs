using MGen.Report.Charts;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A chart with the numbers behind it.</summary>
/// <param name="Chart">The chart; its title says what it shows.</param>
/// <param name="Note">The number of values, and remarks for the reader.</param>
/// <param name="Shown">The main numbers, with units.</param>
/// <param name="Data">All numbers, for programs; units are in the columns' names.</param>
internal sealed record Figure(Chart Chart, string Note, Table Shown, Table Data);
