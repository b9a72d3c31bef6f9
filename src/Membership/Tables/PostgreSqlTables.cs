using Npgsql;

namespace MGen.Membership.Tables;

/// <summary>Creates the tables that a cluster over PostgreSQL needs.</summary>
internal static class PostgreSqlTables
{
    /// <summary>Creates what is missing; running it again changes nothing.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached, or does not allow it.</exception>
    public static async Task CreateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using Stream resource = typeof(PostgreSqlTables).Assembly.GetManifestResourceStream("PostgreSql.sql")!;
        using StreamReader reader = new(resource);
        string script = await reader.ReadToEndAsync(cancellationToken);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(connectionString);
        // As it stands: the statements inside are text, and their parameters none of ours.
        await using NpgsqlBatch batch = source.CreateBatch();
        foreach (string statement in Split(script))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Statements end with a semicolon at the end of a line; those inside quotes have none.</summary>
    private static string[] Split(string script) => script.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
