using System.Net;
using StackExchange.Redis;

namespace MGen.Membership.Tables;

/// <summary>
/// A connection to the Redis in which members on several machines register. There is one per process. The library
/// reconnects after a lost connection.
/// </summary>
/// <param name="settings">The connection, as the library writes it: <c>db:6379,password=...</c></param>
internal sealed class RedisStore(string settings) : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;

    /// <summary>The database of the connection's settings; connects at the first call.</summary>
    public async Task<IDatabase> OpenAsync()
    {
        if (_connection is { } connection)
            return connection.GetDatabase();
        await _connecting.WaitAsync();
        try
        {
            _connection ??= await ConnectionMultiplexer.ConnectAsync(Parse(settings));
            return _connection.GetDatabase();
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>
    /// Checks that Redis responds and that it keeps acknowledged changes when it is killed; throws if not. If an
    /// acknowledged change of a partition's row were lost, the partition could have two primaries.
    /// </summary>
    /// <exception cref="IOException">
    /// Redis does not respond, or it may lose acknowledged changes. The message says which.
    /// </exception>
    public static async Task RequireAsync(string settings)
    {
        await using RedisStore store = new(settings);
        string where = string.Join(", ", Parse(settings).EndPoints.Select(Format));
        try
        {
            IDatabase database = await store.OpenAsync();
            if (await FindLossAsync(database) is { } loss)
                throw new IOException(
                    $"Redis at {where} {loss}: set 'appendonly yes' and 'appendfsync always' in redis.conf"
                );
        }
        catch (Exception failure) when (failure is RedisException or TimeoutException)
        {
            throw new IOException($"Redis at {where} {Explain(failure)}", failure);
        }
    }

    /// <returns>The problem of a connection's settings; <c>null</c> if there is none.</returns>
    public static string? FindProblem(string settings)
    {
        const string Grammar = "allowed: an address and settings as StackExchange.Redis knows them, as in \"db:6379\"";
        try
        {
            return ConfigurationOptions.Parse(settings).EndPoints.Count == 0 ? $"no address; {Grammar}" : null;
        }
        catch (Exception bad) when (bad is ArgumentException or FormatException)
        {
            // Not the exception's message, which may repeat a password.
            return $"not the settings of a connection; {Grammar}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connecting.Dispose();
    }

    private static ConfigurationOptions Parse(string settings)
    {
        ConfigurationOptions options = ConfigurationOptions.Parse(settings);
        options.ClientName ??= "mgen";
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = (int)Timeout.TotalMilliseconds;
        // A command that waited for a new connection could be carried out long after its caller has given up.
        options.BacklogPolicy = BacklogPolicy.FailFast;
        return options;
    }

    private static string Format(EndPoint address) =>
        address switch
        {
            DnsEndPoint name => $"{name.Host}:{(name.Port == 0 ? 6379 : name.Port)}",
            IPEndPoint { Port: 0 } ip => new IPEndPoint(ip.Address, 6379).ToString(),
            _ => address.ToString()!,
        };

    private static string Explain(Exception failure) =>
        failure.GetBaseException() is RedisServerException refusal
            ? $"refuses: {refusal.Message}"
            : "does not respond, or denies access";

    /// <returns>
    /// Why Redis may lose data; <c>null</c> if it does not, or if it denies CONFIG, as hosted services often do.
    /// </returns>
    private static async Task<string?> FindLossAsync(IDatabase database)
    {
        try
        {
            foreach ((string setting, string required) in new[] { ("appendonly", "yes"), ("appendfsync", "always") })
            {
                RedisResult found = await database.ExecuteAsync("CONFIG", "GET", setting);
                if (found.Length == 2 && (string?)found[1] is { } value && value != required)
                    return $"may lose what it has acknowledged ({setting} is {value})";
            }
            return null;
        }
        catch (RedisServerException)
        {
            return null;
        }
    }
}
