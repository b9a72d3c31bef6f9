using System.Text.Json.Serialization;

namespace MGen.Validation;

/// <summary>A published fact on how people chat.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="Statement">What is measured, with its unit.</param>
/// <param name="Published">The published value.</param>
/// <param name="Source">Publication, and the users on whom it was measured.</param>
/// <param name="Least">Smallest value that passes; <c>null</c>: no bound.</param>
/// <param name="Most">Largest value that passes; <c>null</c>: no bound.</param>
/// <param name="LeastSample">Smallest number of observations for a verdict.</param>
/// <param name="Measure">Measures the value.</param>
internal sealed record Fact(
    string Id,
    string Statement,
    string Published,
    string Source,
    double? Least,
    double? Most,
    long LeastSample,
    Func<ObservedPeople, Measured> Measure
);

/// <summary>A measured value.</summary>
/// <param name="Value">The value; not finite if it is undefined for these users.</param>
/// <param name="Sample">Number of observations.</param>
internal readonly record struct Measured(double Value, long Sample);

/// <summary>A fact and the measured value.</summary>
/// <param name="Id">The fact's short name.</param>
/// <param name="Statement">What is measured, with its unit.</param>
/// <param name="Published">The published value.</param>
/// <param name="Source">Publication, and the users on whom it was measured.</param>
/// <param name="Least">Smallest value that passes; <c>null</c>: no bound.</param>
/// <param name="Most">Largest value that passes; <c>null</c>: no bound.</param>
/// <param name="Found">The measured value; <c>null</c> if the verdict is <c>unknown</c>.</param>
/// <param name="Sample">Number of observations.</param>
/// <param name="Verdict">
/// <c>pass</c>, <c>fail</c>, or <c>unknown</c> if there are too few observations or the value is undefined.
/// </param>
public sealed record FactResult(
    string Id,
    string Statement,
    string Published,
    string Source,
    double? Least,
    double? Most,
    double? Found,
    long Sample,
    string Verdict
)
{
    /// <summary>The <see cref="Verdict"/> of a value within the bounds.</summary>
    public const string Pass = "pass";

    /// <summary>The <see cref="Verdict"/> of a value outside the bounds.</summary>
    public const string Fail = "fail";

    /// <summary>The <see cref="Verdict"/> if there are too few observations or the value is undefined.</summary>
    public const string Unknown = "unknown";
}

/// <summary>The comparison of users with published facts.</summary>
/// <param name="Version">Version of the schema, <c>docs/schemas/validate.schema.json</c>.</param>
/// <param name="Program">Version of the program.</param>
/// <param name="Subject">Description of what was compared.</param>
/// <param name="Users">Number of users.</param>
/// <param name="Chats">Number of chats.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="Days">Duration in days.</param>
/// <param name="Facts">The facts, in the order of the documentation.</param>
public sealed record FactCheck(
    int Version,
    string Program,
    string Subject,
    int Users,
    int Chats,
    long Messages,
    double Days,
    IReadOnlyList<FactResult> Facts
)
{
    /// <summary>Current version of the schema.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Returns the number of facts with this verdict.</summary>
    public int Count(string verdict) => Facts.Count(fact => fact.Verdict == verdict);

    /// <summary>Formats the comparison as JSON.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ValidationJson.Default.FactCheck) + "\n";

    /// <summary>Parses JSON.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text has another form or version.</exception>
    public static FactCheck FromJson(string text)
    {
        FactCheck? read = System.Text.Json.JsonSerializer.Deserialize(text, ValidationJson.Default.FactCheck);
        return read is { Version: CurrentVersion, Facts: not null }
            ? read
            : throw new System.Text.Json.JsonException("it is not a result of mgentools validate --format json");
    }
}

/// <summary>Serializer generated at build time: programs that are compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FactCheck))]
internal sealed partial class ValidationJson : JsonSerializerContext;
