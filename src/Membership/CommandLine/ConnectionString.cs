using Npgsql;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Checks a connection string before anything starts. Messages repeat nothing of it but a key: it may contain a
/// password.
/// </summary>
internal static class ConnectionString
{
    private const string Grammar =
        "allowed: keys and values as Npgsql knows them, as in \"Host=db;Database=mgen;Username=mgen\"";

    /// <returns>The problem and what is allowed; <c>null</c> if the text is a connection string.</returns>
    public static string? FindProblem(string text)
    {
        try
        {
            NpgsqlConnectionStringBuilder settings = new(text);
            if (string.IsNullOrEmpty(settings.Host))
                return $"no Host; {Grammar}";
            return settings.Port is < 1 or > 65_535 ? $"Port {settings.Port}: allowed are 1 to 65535" : null;
        }
        catch (ArgumentException bad) when (bad.ParamName is not null)
        {
            return $"'{bad.ParamName}' is not a key, or its value is not allowed; {Grammar}";
        }
        catch (ArgumentException)
        {
            return $"not a connection string; {Grammar}";
        }
    }
}
