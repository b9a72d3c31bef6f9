using System.Text.Json.Serialization;

namespace MGen.Validation;

/// <summary>A published fact on how people chat.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="Statement">What is measured, with its unit.</param>
/// <param name="Published">What was published.</param>
/// <param name="Source">Where, and on whom it was measured.</param>
/// <param name="Least">The smallest value that passes; <c>null</c>: no bound.</param>
/// <param name="Most">The largest value that passes; <c>null</c>: no bound.</param>
/// <param name="LeastSample">With fewer observations nothing can be said.</param>
/// <param name="Measure">Measures it.</param>
internal sealed record Fact(string Id, string Statement, string Published, string Source, double? Least, double? Most, long LeastSample, Func<ObservedPeople, Measured> Measure);

/// <summary>A value found.</summary>
/// <param name="Value">The value.</param>
/// <param name="Sample">The number of observations that it is of.</param>
internal readonly record struct Measured(double Value, long Sample);

/// <summary>A fact and what was found.</summary>
/// <param name="Id">The fact's short name.</param>
/// <param name="Statement">What is measured, with its unit.</param>
/// <param name="Published">What was published.</param>
/// <param name="Source">Where, and on whom it was measured.</param>
/// <param name="Least">The smallest value that passes; <c>null</c>: no bound.</param>
/// <param name="Most">The largest value that passes; <c>null</c>: no bound.</param>
/// <param name="Found">The value found; <c>null</c> if there are too few observations.</param>
/// <param name="Sample">The number of observations.</param>
/// <param name="Verdict"><c>pass</c>, <c>fail</c>, or <c>unknown</c> where there are too few observations.</param>
public sealed record FactResult(string Id, string Statement, string Published, string Source, double? Least, double? Most, double? Found, long Sample, string Verdict)
{
    /// <summary>The value of <see cref="Verdict"/> within the bounds.</summary>
    public const string Pass = "pass";

    /// <summary>The value of <see cref="Verdict"/> outside the bounds.</summary>
    public const string Fail = "fail";

    /// <summary>The value of <see cref="Verdict"/> of too few observations.</summary>
    public const string Unknown = "unknown";
}

/// <summary>People held against published facts.</summary>
/// <param name="Version">Version of the schema, <c>docs/schemas/validate.schema.json</c>.</param>
/// <param name="Program">Version of the program.</param>
/// <param name="Subject">What was held against the facts, in words.</param>
/// <param name="Users">People.</param>
/// <param name="Chats">Their chats.</param>
/// <param name="Messages">Messages that they wrote.</param>
/// <param name="Days">The time in which they did.</param>
/// <param name="Facts">The facts, in the order of the documentation.</param>
public sealed record FactCheck(int Version, string Program, string Subject, int Users, int Chats, long Messages, double Days, IReadOnlyList<FactResult> Facts)
{
    /// <summary>The current version of the schema.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Facts with a verdict.</summary>
    public int Count(string verdict) => Facts.Count(fact => fact.Verdict == verdict);

    /// <summary>As JSON.</summary>
    public string ToJson() => System.Text.Json.JsonSerializer.Serialize(this, ValidationJson.Default.FactCheck) + "\n";

    /// <summary>From JSON.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not of this form or version.</exception>
    public static FactCheck FromJson(string text)
    {
        FactCheck? read = System.Text.Json.JsonSerializer.Deserialize(text, ValidationJson.Default.FactCheck);
        return read is { Version: CurrentVersion, Facts: not null } ? read : throw new System.Text.Json.JsonException("it is no result of mgentools validate --format json");
    }
}

/// <summary>Generated at build time: programs compiled ahead of time have no reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(FactCheck))]
internal sealed partial class ValidationJson : JsonSerializerContext;
