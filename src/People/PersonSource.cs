using MGen.Model.Configuration;

namespace MGen.People;

/// <summary>Makes people of configurations of clients.</summary>
public static class PersonSource
{
    /// <summary>Reads the configuration and wakes one of its conversations up.</summary>
    /// <param name="configFile">Path of the configuration.</param>
    /// <param name="group">The conversation; <c>null</c> or empty: the only one.</param>
    /// <param name="seed">Seed of the draws, unless the configuration states one.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <param name="problem">All that is wrong, a line each, as <c>mgentools check</c> tells it.</param>
    public static Person? Create(string configFile, string? group, ulong seed, string workingDirectory, out string problem)
    {
        LoadResult loaded = ConfigLoader.Load([configFile], workingDirectory);
        problem = string.Join('\n', loaded.Errors);
        if (!loaded.IsValid)
            return null;
        if (loaded.Users is not [UserConfig user])
        {
            problem = $"{configFile}: means {loaded.Users.Count} files; a person has one";
            return null;
        }
        ConversationConfig? conversation = string.IsNullOrEmpty(group)
            ? (user.Conversations is [ConversationConfig only] ? only : null)
            : user.Conversations.FirstOrDefault(candidate => candidate.Group.Text == group);
        if (conversation is null)
        {
            string groups = string.Join(", ", user.Conversations.Select(candidate => candidate.Group.Text));
            problem = string.IsNullOrEmpty(group) ? $"{configFile}: say which group, of: {groups}" : $"{configFile}: there is no group '{group}', but: {groups}";
            return null;
        }
        return new Person(user, conversation, seed);
    }
}
