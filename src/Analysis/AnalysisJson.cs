using System.Text.Json.Serialization;
using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>
/// Serialisation code generated at build time, since programs compiled ahead of time have no reflection.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AnalysisResult))]
internal sealed partial class AnalysisJson : JsonSerializerContext;
