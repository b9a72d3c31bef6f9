using System.Text.Json.Serialization;

namespace MGen.Fitting.Reporting;

/// <summary>Generated at build time: programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FitReport))]
internal sealed partial class FitReportJson : JsonSerializerContext;
