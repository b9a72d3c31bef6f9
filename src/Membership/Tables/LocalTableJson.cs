using System.Text.Json.Serialization;

namespace MGen.Membership.Tables;

/// <summary>How <see cref="LocalTable"/> is written.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(LocalTable))]
internal sealed partial class LocalTableJson : JsonSerializerContext
{
}
