using System.Globalization;
using MGen.Contract;
using MGen.Transport;

namespace MGen.Server.Tests;

/// <summary>
/// The test that the original fails: conversations whose connections are cut repeatedly lose nothing and receive
/// nothing twice. The client here is a small one for this test.
/// </summary>
public sealed class CutConnectionsTests
{
    private const int Groups = 4;
    private const int MembersPerGroup = 5;
    private const int MessagesEach = 120;
    private const int CutsEach = 12;

    [Theory]
    [InlineData(1, TlsEngineKind.Auto, 1)]
    [InlineData(2, TlsEngineKind.Auto, 1)]
    [InlineData(3, TlsEngineKind.Managed, 1)]
    [InlineData(4, TlsEngineKind.Auto, 4)] // some move to other event loops repeatedly
    public async Task Resuming_ConnectionsCutAtRandom_EachMessageArrivesOnceAndIsAcknowledged(
        int seed,
        TlsEngineKind engine,
        int loops
    )
    {
        await using ServerFixture server = await ServerFixture.StartAsync(
            new MessageServerOptions
            {
                Engine = new TlsEngineOptions { Kind = engine, Loops = loops },
            }
        );
        List<Task<ResumingUser>> users = [];
        for (int group = 0; group < Groups; group++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"g{group}");
            string[] members =
            [
                .. Enumerable
                    .Range(0, MembersPerGroup)
                    .Select(i => string.Create(CultureInfo.InvariantCulture, $"u{i}")),
            ];
            ResumingUser[] all =
            [
                .. members.Select(
                    (member, i) =>
                        new ResumingUser(
                            member,
                            name,
                            MembersPerGroup - 1,
                            MessagesEach,
                            CutsEach,
                            (seed * 1_000) + (group * 100) + (2 * i)
                        )
                ),
            ];
            foreach (ResumingUser user in all)
                await user.RegisterAsync(server.Address);
            users.AddRange(all.Select(user => Task.Run(() => user.LiveAsync(server.Address))));
        }

        ResumingUser[] done = await Task.WhenAll(users)
            .WaitAsync(GroupMember.Patience, TestContext.Current.CancellationToken);

        Assert.All(done, user => user.AssertComplete(MembersPerGroup, MessagesEach));
        Assert.True(done.Sum(user => user.Cuts) >= 200, $"{done.Sum(user => user.Cuts)} cuts");
        Assert.DoesNotContain(server.Log.Lines, line => line.StartsWith("dropped,", StringComparison.Ordinal));
        Assert.True(server.Warnings.Length == 0, server.Warnings);
    }
}
