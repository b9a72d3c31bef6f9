namespace MGen.Transport.Tests;

/// <summary>Operations of tests on a connection, on its home loop and with a time limit.</summary>
internal static class ConnectionTasks
{
    /// <summary>Writes separate records and flushes once.</summary>
    public static Task<bool> SendAsync(this TlsConnection connection, params IReadOnlyList<byte[]> records) =>
        Limited(WriteAsync(connection, records), "a flush");

    /// <summary>Reads <paramref name="count"/> bytes, or up to the end.</summary>
    public static Task<byte[]> ReceiveAsync(this TlsConnection connection, int count) =>
        Limited(ReadAsync(connection, count), $"{count} bytes");

    /// <summary>Reads to the end.</summary>
    public static async Task<ConnectionEnd> EndAsync(this TlsConnection connection)
    {
        await connection.ReceiveAsync(int.MaxValue);
        return connection.End;
    }

    /// <summary>Sends back up to <paramref name="count"/> received bytes.</summary>
    public static async Task EchoAsync(this TlsConnection connection, int count)
    {
        await connection.SwitchHomeAsync();
        for (int left = count; left > 0; )
        {
            ReadOnlyMemory<byte> bytes = await connection.ReadAsync();
            if (bytes.IsEmpty)
                return;
            left -= bytes.Length;
            for (ReadOnlyMemory<byte> rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(16_384, rest.Length)..])
                connection.Write(rest.Span[..Math.Min(16_384, rest.Length)]);
            if (!await connection.FlushAsync())
                return;
        }
    }

    public static async Task<T> Limited<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(ConnectionPair.Patience, TimeProvider.System);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException($"awaited {what} for {ConnectionPair.Patience}", timeout);
        }
    }

    private static async Task<bool> WriteAsync(TlsConnection connection, IReadOnlyList<byte[]> records)
    {
        await connection.SwitchHomeAsync();
        foreach (byte[] record in records)
            connection.Write(record);
        return await connection.FlushAsync();
    }

    private static async Task<byte[]> ReadAsync(TlsConnection connection, int count)
    {
        await connection.SwitchHomeAsync();
        using MemoryStream all = new();
        while (all.Length < count)
        {
            ReadOnlyMemory<byte> bytes = await connection.ReadAsync();
            if (bytes.IsEmpty)
                break;
            Append(all, bytes.Span);
        }
        return all.ToArray();
    }

    private static void Append(MemoryStream all, ReadOnlySpan<byte> bytes) => all.Write(bytes);
}
