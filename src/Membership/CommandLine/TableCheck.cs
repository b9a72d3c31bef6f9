using System.Text.RegularExpressions;
using Npgsql;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Looks before the start whether the database answers and has the tables. Orleans would say the same in dozens of errors, one per attempt.
/// </summary>
internal static partial class TableCheck
{
    /// <summary>Names of those that do not exist; the statement looks them up as any other would.</summary>
    private const string Missing = "SELECT string_agg(name, ', ') FROM unnest(@names) AS name WHERE to_regclass(name) IS NULL";

    /// <summary>What is wrong, in a sentence; <c>null</c> if nothing is.</summary>
    /// <param name="connectionString">The database; <c>null</c> where the members find each other by a file.</param>
    /// <param name="stop">Ends the attempt.</param>
    public static async Task<string?> FindProblemAsync(string? connectionString, CancellationToken stop)
    {
        if (connectionString is null)
            return null;
        NpgsqlConnectionStringBuilder where = new(connectionString);
        try
        {
            await using NpgsqlConnection connection = new(connectionString);
            await connection.OpenAsync(stop);
            await using NpgsqlCommand command = new(Missing, connection);
            command.Parameters.AddWithValue("names", TableNames());
            return await command.ExecuteScalarAsync(stop) is string missing
                ? $"database '{connection.Database}' at {where.Host}:{where.Port} lacks tables ({missing}): create them once with mgen-silo --create-tables --postgres \"...\""
                : null;
        }
        catch (PostgresException refusal)
        {
            return $"PostgreSQL at {where.Host}:{where.Port} refuses: {refusal.MessageText}";
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return $"PostgreSQL at {where.Host}:{where.Port} does not answer: {failure.GetBaseException().Message}";
        }
    }

    private static string[] TableNames()
    {
        using StreamReader script = new(typeof(TableCheck).Assembly.GetManifestResourceStream("PostgreSql.sql")!);
        return [.. CreateTable().Matches(script.ReadToEnd()).Select(table => table.Groups["name"].Value)];
    }

    [GeneratedRegex(@"CREATE TABLE IF NOT EXISTS (?<name>\w+)")]
    private static partial Regex CreateTable();
}
