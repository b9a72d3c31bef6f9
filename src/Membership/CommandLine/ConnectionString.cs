using System.Data.Common;
using Npgsql;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Checks and completes a connection string before anything starts. Error messages repeat only a key or the port,
/// since the text may contain a password.
/// </summary>
internal static class ConnectionString
{
    private static readonly string[] GssKeys = ["GSS Encryption Mode", "GssEncryptionMode"];

    private const string Grammar =
        "allowed: keys and values as Npgsql knows them, as in \"Host=db;Database=mgen;Username=mgen\"";

    /// <summary>
    /// Disables GSS encryption unless the text sets its mode. Otherwise the driver would look for a library that small
    /// container images lack, and would print two lines about its absence.
    /// </summary>
    public static string Complete(string text)
    {
        // Not the driver's own builder: its ContainsKey returns true for each key that it knows, given or not.
        DbConnectionStringBuilder given = new() { ConnectionString = text };
        return GssKeys.Any(given.ContainsKey)
            ? text
            : new NpgsqlConnectionStringBuilder(text)
            {
                GssEncryptionMode = GssEncryptionMode.Disable,
            }.ConnectionString;
    }

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
