using MGen.Report.Charts;
using MGen.Report.Tables;

namespace MGen.Report.Figures;

/// <summary>A chart with what a reader needs to trust it.</summary>
/// <param name="Chart">The picture; its title says what it shows.</param>
/// <param name="Note">How many values, and what to know when reading it.</param>
/// <param name="Shown">The numbers behind it, few and with units.</param>
/// <param name="Data">All numbers behind it, for programs; units are in the columns' names.</param>
internal sealed record Figure(Chart Chart, string Note, Table Shown, Table Data);
