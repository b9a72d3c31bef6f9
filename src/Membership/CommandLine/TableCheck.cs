using MGen.Membership.Tables;
using Npgsql;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Checks before the start that the database answers and has the tables. Orleans would report the same in dozens of errors, one per attempt.
/// </summary>
internal static class TableCheck
{
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
            await PostgreSqlTables.RequireAsync(connectionString, stop);
            return null;
        }
        catch (PostgresException refusal)
        {
            return $"PostgreSQL at {where.Host}:{where.Port} refuses: {refusal.MessageText}";
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            return $"PostgreSQL at {where.Host}:{where.Port} does not answer: {failure.GetBaseException().Message}";
        }
        catch (IOException problem)
        {
            return problem.Message;
        }
    }
}
