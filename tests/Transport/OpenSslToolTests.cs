using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Tests;

/// <summary>Connections without SSL objects and the command-line tools of OpenSSL: data and key updates both ways, in each suite.</summary>
public sealed class OpenSslToolTests
{
    public static TheoryData<string> Suites => ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Accept_ToolsClientUpdatesItsKeysAndAsksForOurs_DataGoesOnBothWays(string suite)
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Tool tool = Tool.Start("s_client", "-connect", listener.LocalEndPoint!.ToString()!, "-ciphersuites", suite);
        Socket accepted = await ConnectionTasks.Limited(listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask(), "the tool's connection");
        await using TlsConnection server = await pair.Engine.AcceptAsync(accepted, pair.ServerContext, CancellationToken.None);

        await ExchangeWithUpdatesAsync(tool, server);

        Assert.True(((OpenSslConnection)server).HasOwnRecords);
        await tool.WriteLineAsync("Q");
        Assert.Equal(ConnectionEnd.Closed, await server.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Connect_ToolsServerSendsTicketsAndUpdatesItsKeys_DataGoesOnBothWays(string suite)
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);
        (string certificate, string key) = WriteCertificate();
        using Tool tool = Tool.Start("s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-ciphersuites", suite);
        string accepts = await tool.WaitForAsync("ACCEPT ");
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPEndPoint.Parse(accepts[(accepts.IndexOf("ACCEPT ", StringComparison.Ordinal) + 7)..].Split('\n')[0]), TestContext.Current.CancellationToken);
        await using TlsConnection client = await pair.Engine.ConnectAsync(socket, pair.ClientContext, "localhost", CancellationToken.None);

        await ExchangeWithUpdatesAsync(tool, client);

        Assert.True(((OpenSslConnection)client).HasOwnRecords);
        File.Delete(certificate);
        File.Delete(key);
    }

    /// <summary>"k" has the tool update its keys, "K" also ask for ours.</summary>
    private static async Task ExchangeWithUpdatesAsync(Tool tool, TlsConnection connection)
    {
        int number = 0;
        foreach (string command in (string[])["", "k", "K", "K", "k"])
        {
            if (command.Length > 0)
                await tool.WriteLineAsync(command);
            string there = $"there-{number}", back = $"back-{number}\n";
            Task<byte[]> receiving = connection.ReceiveAsync(there.Length + 1);
            await tool.WriteLineAsync(there);
            Assert.Equal(there + "\n", Encoding.ASCII.GetString(await receiving));
            Assert.True(await connection.SendAsync(Encoding.ASCII.GetBytes(back)));
            await tool.WaitForAsync(back);
            number++;
        }
    }

    private static (string Certificate, string Key) WriteCertificate()
    {
        string certificate = Path.GetTempFileName(), key = Path.GetTempFileName();
        using var made = ServerCertificate.CreateSelfSigned(TimeProvider.System);
        File.WriteAllText(certificate, made.ExportCertificatePem());
        using var ec = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(made)!;
        File.WriteAllText(key, ec.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    /// <summary>A run of <c>openssl</c> whose standard streams are ours. It ends with the test.</summary>
    private sealed class Tool : IDisposable
    {
        private readonly Process _process;
        private readonly StringBuilder _output = new();

        private Tool(Process process)
        {
            _process = process;
            _ = process.StandardError.ReadToEndAsync();
        }

        [SuppressMessage("Reliability", "CA2000", Justification = "the tool owns its process")]
        public static Tool Start(params string[] arguments)
        {
            ProcessStartInfo start = new("openssl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
            try
            {
                return new Tool(Process.Start(start)!);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                Assert.Skip("no openssl tool on this machine");
                throw;
            }
        }

        public async Task WriteLineAsync(string line)
        {
            await _process.StandardInput.WriteAsync(line + "\n");
            await _process.StandardInput.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(30), TestContext.Current.CancellationToken); // commands count only at the start of what the tool reads at once
        }

        /// <summary>Waits until the tool has printed a text.</summary>
        /// <returns>All that it has printed.</returns>
        public async Task<string> WaitForAsync(string text)
        {
            char[] buffer = new char[4096];
            while (!_output.ToString().Contains(text, StringComparison.Ordinal) || (text.EndsWith(' ') && !_output.ToString().EndsWith('\n')))
            {
                int count = await ConnectionTasks.Limited(_process.StandardOutput.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask(), $"'{text}' in the tool's output '{_output}'");
                Assert.True(count > 0, $"the tool ended before it printed '{text}': {_output}");
                _output.Append(buffer, 0, count);
            }
            return _output.ToString();
        }

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }
}
