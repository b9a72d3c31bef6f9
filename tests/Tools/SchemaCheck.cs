using System.Text.Json;

namespace MGen.Tools.Tests;

/// <summary>
/// Compares a document with a schema of docs/schemas. Checks types, required and additional properties, items and
/// constants only.
/// </summary>
internal static class SchemaCheck
{
    public static void AssertFits(JsonElement document, string schemaFile)
    {
        JsonElement root = JsonElement.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", schemaFile))
        );
        Check(document, root, root, "$");
    }

    private static void Check(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference) && !schema.TryGetProperty("type", out _))
            schema = Resolve(root, reference.GetString()!);
        if (schema.TryGetProperty("const", out JsonElement constant))
            Assert.True(JsonElement.DeepEquals(constant, value), path);
        if (schema.TryGetProperty("type", out JsonElement type))
            Assert.True(Types(type).Contains(TypeOf(value)), $"{path} is {TypeOf(value)}");
        if (value.ValueKind == JsonValueKind.Object)
            CheckObject(value, schema, root, path);
        if (value.ValueKind == JsonValueKind.Array)
            Assert.All(value.EnumerateArray(), item => Check(item, schema.GetProperty("items"), root, $"{path}[]"));
    }

    private static void CheckObject(JsonElement value, JsonElement schema, JsonElement root, string path)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            Assert.All(
                required.EnumerateArray(),
                key => Assert.True(value.TryGetProperty(key.GetString()!, out _), $"{path} lacks {key}")
            );
        JsonElement additional = schema.GetProperty("additionalProperties");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            bool known =
                schema.TryGetProperty("properties", out JsonElement properties)
                    & properties.ValueKind == JsonValueKind.Object
                && properties.TryGetProperty(property.Name, out _);
            Assert.True(
                known || additional.ValueKind == JsonValueKind.Object,
                $"{path}.{property.Name} is not in the schema"
            );
            Check(
                property.Value,
                known ? properties.GetProperty(property.Name) : additional,
                root,
                $"{path}.{property.Name}"
            );
        }
    }

    /// <summary>Resolves <c>#/$defs/name</c>.</summary>
    private static JsonElement Resolve(JsonElement root, string reference) =>
        reference.Split('/')[1..].Aggregate(root, static (element, name) => element.GetProperty(name));

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()) : [type.GetString()];

    private static string TypeOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.ValueKind.ToString().ToLowerInvariant(),
        };
}
