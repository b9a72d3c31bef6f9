using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Population.Statistics;

namespace MGen.Population.Experiments;

/// <summary>
/// The content of an experiment and its origin: <c>manifest.json</c>, in the format of
/// <c>docs/schemas/generate.schema.json</c>.
/// </summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Program">Version of the program that wrote it; another version may draw differently.</param>
/// <param name="Ok">Whether all memberships are accounted for and no test of a distribution fails.</param>
/// <param name="Options">The request.</param>
/// <param name="Realised">The result.</param>
public sealed record Manifest(int Version, string Program, bool Ok, ManifestOptions Options, Realisation Realised)
{
    /// <summary>The expected volume of messages.</summary>
    public required ExpectedVolume Expected { get; init; }

    /// <summary>Name of the file.</summary>
    public const string FileName = "manifest.json";

    /// <summary>Current version of the schema.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The text of the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.Manifest) + "\n";
}

/// <summary>Serializer generated at build time: programs that are compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
