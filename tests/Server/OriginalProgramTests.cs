using System.Net;
using MGen.Contract;
using MGen.Tests.Programs;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// The original's client itself, where the variable <c>MGEN_ORIGINALS</c> names the directory of its programs.
/// </summary>
public sealed class OriginalProgramTests : IDisposable
{
    /// <summary>The original waits before it connects; for this user and the group "g" 2 ms.</summary>
    private const string Bob = "bob1507";

    private readonly string _config = Path.GetTempFileName();
    private uint _sent;

    public void Dispose() => File.Delete(_config);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task OriginalProgram_IsReset_ContinuesInBothDirectionsWithoutAStorm(int resets)
    {
        string? programs = Environment.GetEnvironmentVariable("MGEN_ORIGINALS");
        Assert.SkipWhen(programs is null, "MGEN_ORIGINALS does not name the directory of the original's programs");
        await using ServerFixture server = await ServerFixture.StartAsync();
        await using ResetRelay relay = new(server.Address);
        await using WireClient alice = await WireClient.ConnectAsync(server.Address, "alice", "g");
        await server.Log.WaitForAsync("register,alice,g");
        await File.WriteAllTextAsync(_config, Config(relay.Address), TestContext.Current.CancellationToken);
        await using ChildProcess bob = ChildProcess.Start(
            new InstalledProgram(Path.Combine(programs!, "mgen-client"), null),
            [_config]
        );

        await TalkAsync(alice);
        for (int reset = 0; reset < resets; reset++)
        {
            relay.ResetAll();
            await TalkAsync(alice);
        }

        int notRead = server.Log.Lines.Count(line => line == $"refused,{Bob},g,NotRead");
        TestContext.Current.TestOutputHelper?.WriteLine($"{relay.Connections} connections, {notRead} not read");
        // It has up to three connections, and makes a new one for each that is reset, and for each that is not read.
        Assert.InRange(relay.Connections, 1 + resets, 1 + (3 * resets) + (2 * notRead));
        Assert.InRange(notRead, 0, resets);
    }

    /// <summary>
    /// Answers each of Bob's messages with one, until Bob has acknowledged one of these and has sent more messages.
    /// </summary>
    private async Task TalkAsync(WireClient alice)
    {
        uint first = _sent;
        int messages = 0;
        bool isAcknowledged = false;
        while (!isAcknowledged || messages < 3)
        {
            Frame frame = (await alice.ReadAsync())!.Value;
            isAcknowledged |= frame.IsReceipt && frame.Id >= first;
            if (frame.IsReceipt)
                continue;
            messages++;
            await alice.SendAsync([
                Frame.Message(
                    Identifier.Create("alice"),
                    Identifier.Create("g"),
                    _sent++,
                    WireLimits.MaxInlineBodyBytes
                ),
            ]);
        }
    }

    private static string Config(IPEndPoint server) =>
        $$"""
            user: {{Bob}}
            message_server: {{server}}
            web_server: 127.0.0.1:1
            bootstrap: 0
            retry: 0.1
            distributions:
              s: 0
              r: 0
              m: {distribution: Binomial, n: 3, p: 0.5}
              i: {distribution: Uniform, low: 0.02, high: 0.04}
              w: {distribution: Uniform, low: 1, high: 2}
              a_s: {distribution: Uniform, low: 1, high: 2}
              a_r: {distribution: Uniform, low: 1, high: 2}
            conversations:
              - group: g
            """;
}
