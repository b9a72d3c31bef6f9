namespace MGen.Model.Configuration;

/// <summary>The result of <see cref="ConfigLoader"/> for client files: all users, or all errors.</summary>
/// <param name="Users">
/// The users, one per file, in the order of the files; empty if there is any error, so that no run uses half a
/// configuration.
/// </param>
/// <param name="Errors">All errors, file by file, in the order of the lines.</param>
public sealed record LoadResult(IReadOnlyList<UserConfig> Users, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>Warnings: settings that are accepted but doubtful, file by file.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;
}
