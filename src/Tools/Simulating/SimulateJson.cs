using System.Text.Json.Serialization;

namespace MGen.Tools.Simulating;

/// <summary>Generated at build time: programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulateReport))]
internal sealed partial class SimulateJson : JsonSerializerContext;
