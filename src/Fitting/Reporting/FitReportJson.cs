using System.Text.Json.Serialization;

namespace MGen.Fitting.Reporting;

/// <summary>Serializer generated at build time: programs that are compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FitReport))]
internal sealed partial class FitReportJson : JsonSerializerContext;
