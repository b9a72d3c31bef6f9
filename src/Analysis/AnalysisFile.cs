using System.Text.Json;
using System.Text.Json.Serialization;
using MGen.Analysis.Results;

namespace MGen.Analysis;

/// <summary>
/// Reads and writes an analysis as <c>analysis.json</c>, described by <c>docs/schemas/analysis.schema.json</c>.
/// </summary>
public static class AnalysisFile
{
    /// <summary>The file's usual name.</summary>
    public const string Name = "analysis.json";

    /// <summary>Writes an analysis; replaces an existing file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(AnalysisResult result, string path)
    {
        using FileStream file = new(path, FileMode.Create, FileAccess.Write);
        Write(result, file);
    }

    /// <summary>Writes an analysis, followed by a line feed.</summary>
    public static void Write(AnalysisResult result, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        JsonSerializer.Serialize(output, result, AnalysisJson.Default.AnalysisResult);
        output.WriteByte((byte)'\n');
    }

    /// <summary>Reads an analysis.</summary>
    /// <exception cref="AnalysisException">The file is not readable, or is not an analysis of this version.</exception>
    public static AnalysisResult Read(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            AnalysisResult? result = JsonSerializer.Deserialize(file, AnalysisJson.Default.AnalysisResult);
            return result is { Version: AnalysisResult.SchemaVersion }
                ? result
                : throw new AnalysisException(
                    $"{path}: is not an analysis of version {AnalysisResult.SchemaVersion}; create it again with 'mgentools analyze'"
                );
        }
        catch (JsonException error)
        {
            // If a property is missing, even in a nested object, the exception's message names types of this program.
            string reason = error.Message.Contains("MGen.", StringComparison.Ordinal)
                ? $"it lacks properties of version {AnalysisResult.SchemaVersion}; create it again with 'mgentools analyze'"
                : error.Message;
            throw new AnalysisException($"{path}:{error.LineNumber + 1}: is not an analysis: {reason}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AnalysisException($"{path}: {error.Message}", error);
        }
    }
}

/// <summary>
/// Serialisation code generated at build time, since programs compiled ahead of time have no reflection.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AnalysisResult))]
internal sealed partial class AnalysisJson : JsonSerializerContext;
