namespace MGen.Transport.Tests;

/// <summary>The file of TLS secrets that SSLKEYLOGFILE names.</summary>
public sealed class KeyLogTests
{
    [Fact]
    public async Task KeyLog_HasBothSidesSecrets()
    {
        string file = Path.GetTempFileName();
        await using (ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl, keyLogFile: file))
            await pair.Client.SendAsync(new byte[1]);

        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Count(line => line.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Equal(3, line.Split(' ').Length));
        File.Delete(file);
    }

    [Fact]
    public async Task KeyLog_TwoEnginesWriteToOneFile_HasTheLinesOfBoth()
    {
        string file = Path.GetTempFileName();
        await using (ConnectionPair one = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl, keyLogFile: file))
        await using (ConnectionPair other = await ConnectionPair.ConnectAsync(TlsEngineKind.OpenSsl, keyLogFile: file))
        {
            (TlsConnection client, TlsConnection server) = await one.ShakeHandsAsync("localhost");
            await client.DisposeAsync();
            await server.DisposeAsync();
        }

        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        string[] secrets =
        [
            .. lines.Where(line => line.StartsWith("CLIENT_TRAFFIC_SECRET_0 ", StringComparison.Ordinal)),
        ];
        Assert.Equal((6, 3), (secrets.Length, secrets.Distinct().Count())); // both sides of each of three connections
        File.Delete(file);
    }
}
