using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Number and first places of the entries with one reason.</summary>
/// <typeparam name="TReason">The enumeration of reasons.</typeparam>
/// <param name="Reason">The reason.</param>
/// <param name="Count">Number of entries.</param>
/// <param name="First">Places of the first entries, at most five.</param>
public sealed record EntryPlaces<TReason>(TReason Reason, long Count, IReadOnlyList<ConfigPosition> First)
    where TReason : struct, Enum;
