using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>How many entries share a reason, and where the first of them are.</summary>
/// <typeparam name="TReason">The reasons.</typeparam>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="First">The first places, at most five.</param>
public sealed record EntryPlaces<TReason>(TReason Reason, long Count, IReadOnlyList<ConfigPosition> First)
    where TReason : struct, Enum;
