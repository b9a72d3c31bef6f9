using MGen.Model.Configuration;

namespace MGen.People;

/// <summary>Creates people from configuration files of clients.</summary>
public static class PersonSource
{
    /// <summary>Reads a configuration and wakes up one of its conversations.</summary>
    /// <param name="configFile">The path of the configuration.</param>
    /// <param name="group">The group of the conversation; <c>null</c> or empty selects the only one.</param>
    /// <param name="seed">The seed of the draws; a seed in the configuration takes precedence.</param>
    /// <param name="workingDirectory">The directory to which a relative path refers.</param>
    /// <param name="problem">
    /// Receives all errors, one per line, as <c>mgentools check</c> prints them; empty if there are none.
    /// </param>
    public static Person? Create(
        string configFile,
        string? group,
        ulong seed,
        string workingDirectory,
        out string problem
    )
    {
        LoadResult loaded = ConfigLoader.Load([configFile], workingDirectory);
        problem = string.Join('\n', loaded.Errors);
        if (!loaded.IsValid)
            return null;
        if (loaded.Users is not [UserConfig user])
        {
            problem = $"{configFile}: matches {loaded.Users.Count} files; a person needs exactly one";
            return null;
        }
        ConversationConfig? conversation = string.IsNullOrEmpty(group)
            ? (user.Conversations is [ConversationConfig only] ? only : null)
            : user.Conversations.FirstOrDefault(candidate => candidate.Group.Text == group);
        if (conversation is null)
        {
            string groups = string.Join(", ", user.Conversations.Select(candidate => candidate.Group.Text));
            problem = string.IsNullOrEmpty(group)
                ? $"{configFile}: name a group; groups: {groups}"
                : $"{configFile}: no group '{group}'; groups: {groups}";
            return null;
        }
        return new Person(user, conversation, seed);
    }
}
