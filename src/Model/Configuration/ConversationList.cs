using MGen.Model.Configuration.Fields;

namespace MGen.Model.Configuration;

/// <summary>Reads a file's list of conversations.</summary>
internal static class ConversationList
{
    /// <summary>
    /// Reads all conversations; <c>null</c> if one has errors. An error in a weights file is reported once, for the
    /// first conversation that names the file.
    /// </summary>
    /// <param name="top">The file's top.</param>
    /// <param name="read">Reads one conversation; <c>null</c> if it has errors.</param>
    public static List<T>? Read<T>(Section top, Func<Section, T?> read)
        where T : class
    {
        List<T?> conversations =
        [
            .. Fields(top)
                .Select(field =>
                    field.Section("a conversation: a mapping with a group") is { } section ? read(section) : null
                ),
        ];
        return conversations.Contains(null) ? null : [.. conversations.OfType<T>()];
    }

    private static IReadOnlyList<Field> Fields(Section top)
    {
        const string Allowed = "a list of conversations, each a mapping with a group";
        Field? field = top.Required("conversations", Allowed);
        IReadOnlyList<Field>? items = field?.Items();
        if (field is not null && items is null)
            field.Reject($"must be a list, not {field.Value.Kind}", Allowed);
        return items ?? [];
    }
}
