namespace MGen.Model.Configuration;

/// <summary>What <see cref="ConfigLoader"/> made of a run's client files: all users, or all errors.</summary>
/// <param name="Users">The users, one per file, in the order of the files; empty as soon as there is one error, so that nobody runs half a configuration.</param>
/// <param name="Errors">Everything that is wrong, file by file, in the order of the lines; empty if all is well.</param>
public sealed record LoadResult(IReadOnlyList<UserConfig> Users, IReadOnlyList<ConfigError> Errors)
{
    /// <summary>What is accepted but doubtful, file by file.</summary>
    public IReadOnlyList<ConfigError> Notes { get; init; } = [];

    /// <summary>Whether there are no errors.</summary>
    public bool IsValid => Errors.Count == 0;
}
