using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Tests.Programs;
using MGen.Tor.Tests.Runs;
using MGen.Wire;

namespace MGen.Tor.Tests.Documents;

/// <summary>What a user copies from the document is valid.</summary>
public sealed class TorDocumentTests(DebianPrograms packages)
{
    [Fact]
    public async Task Torrc_EachBlock_IsAcceptedByTor()
    {
        InstalledProgram tor = await packages.GetOrSkipAsync("tor", "tor");
        string directory = Directory.CreateTempSubdirectory("mgen-tor-document-").FullName;
        string[] blocks = TorDocument.Blocks("torrc");
        foreach (string block in blocks)
        {
            string file = Path.Combine(directory, "torrc");
            string text =
                $"DataDirectory {directory}/data\n{block.Replace("/var/lib/tor", directory, StringComparison.Ordinal)}";
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            (int code, string said) = await ChildProcess.RunAsync(
                tor,
                ["--verify-config", "-f", file, "--defaults-torrc", "/dev/null"]
            );
            Assert.True(code == 0, $"{text}\n{said}");
        }
        Directory.Delete(directory, recursive: true);
        Assert.Equal(5, blocks.Length);
    }

    [Fact]
    public void ClientFile_Loads_BehindTor()
    {
        UserConfig alice = Assert.Single(UserFiles.Load(TorDocument.Blocks("yaml")));
        Assert.Equal(
            (new HostPort("127.0.0.1", 9050), SocksIsolation.Conversation),
            (alice.Socks, alice.SocksIsolation)
        );
        Assert.Equal("chat.example", alice.Conversations[0].MessageServers[0].Host);
    }

    [Fact]
    public void PeerFile_LoadsWithTheHostsFile_BehindTor()
    {
        PeerConfig alice = Assert.Single(
            UserFiles.LoadPeers(TorDocument.Blocks("hosts").Single(), TorDocument.Blocks("yaml peer"))
        );
        Assert.Equal((new HostPort("127.0.0.1", 9050), new HostPort("127.0.0.1", 7001)), (alice.Socks, alice.Listen));
        Assert.EndsWith(
            ".onion",
            Assert.Single(alice.Conversations[0].Recipients).Address.Host,
            StringComparison.Ordinal
        );
    }
}
