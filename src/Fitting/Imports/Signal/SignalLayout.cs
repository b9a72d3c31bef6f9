using System.Text.Json;
using MGen.Fitting.Imports.Json;

namespace MGen.Fitting.Imports.Signal;

/// <summary>Finds the messages in a document.</summary>
internal static class SignalLayout
{
    /// <summary>
    /// Moves into the array of messages if the document is or contains one; returns <c>false</c> with the cursor at the
    /// first of a sequence of objects otherwise.
    /// </summary>
    public static bool HasArray(JsonCursor json)
    {
        if (json.Peek() == JsonTokenType.StartArray)
            return json.Read();
        if (!json.StartsWithProperty("messages", "conversations"))
            return false;
        json.Read();
        while (json.Read() && json.Token == JsonTokenType.PropertyName)
        {
            if (json.Name == "messages" && json.Read() && json.Token == JsonTokenType.StartArray)
                return true;
            json.Skip();
        }
        throw json.Broken("has no list of \"messages\"");
    }

    /// <summary>Reads what is behind the array, to the document's end.</summary>
    /// <exception cref="ImportException">The document is cut off, or there is something behind it.</exception>
    public static void ReadRest(JsonCursor json)
    {
        while (json.Peek() is JsonTokenType.PropertyName or JsonTokenType.EndObject)
        {
            json.Read();
            if (json.Token == JsonTokenType.PropertyName)
                json.Skip();
        }
        json.RequireEnd();
    }

    /// <summary>Reads the next object of a document that is a sequence of objects.</summary>
    public static bool TryReadLine(JsonCursor json, out JsonElement entry)
    {
        entry = default;
        return json.Peek() is not JsonTokenType.None && json.TryReadEntry(out entry);
    }
}
