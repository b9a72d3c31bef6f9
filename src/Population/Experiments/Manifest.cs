using System.Text.Json;
using MGen.Population.Figures;

namespace MGen.Population.Experiments;

/// <summary>What an experiment holds and what it was made from: <c>manifest.json</c>, by <c>docs/schemas/generate.schema.json</c>.</summary>
/// <param name="Version">Version of the schema.</param>
/// <param name="Program">Version of the program that wrote it; another one may draw otherwise.</param>
/// <param name="Ok">Whether everything is accounted for and no law raises the alarm.</param>
/// <param name="Options">What was asked for.</param>
/// <param name="Realised">What came out.</param>
public sealed record Manifest(int Version, string Program, bool Ok, ManifestOptions Options, Realisation Realised)
{
    /// <summary>How much the people are expected to write.</summary>
    public required ExpectedVolume Expected { get; init; }

    /// <summary>The file's name.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The current version of the schema.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The file's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJson.Default.Manifest) + "\n";
}
