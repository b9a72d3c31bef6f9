using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Transport.OpenSsl;

namespace MGen.Transport.Tests;

/// <summary>
/// Connections without SSL objects against OpenSSL's command-line tools: data in both directions, key updates and
/// tickets, in each suite.
/// </summary>
public sealed class OpenSslToolTests
{
    public static TheoryData<string> Suites =>
        ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Accept_ClientUpdatesAndRequestsKeys_DataContinuesBothWays(string suite)
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using Tool tool = Tool.Start(
            "s_client",
            "-connect",
            listener.LocalEndPoint!.ToString()!,
            "-ciphersuites",
            suite
        );
        Socket accepted = await ConnectionTasks.Limited(
            listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask(),
            "the tool's connection"
        );
        await using TlsConnection server = await pair.Engine.AcceptAsync(
            accepted,
            pair.ServerContext,
            CancellationToken.None
        );

        foreach (string command in (string[])["", "k", "K", "K", "k"])
        {
            if (command.Length > 0)
                await tool.CommandAsync(command, "KEYUPDATE");
            await ExchangeAsync(tool, server);
        }

        Assert.True(((OpenSslConnection)server).HasOwnRecords);
        await tool.WriteLineAsync("Q");
        Assert.Equal(ConnectionEnd.Closed, await server.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task Connect_ToolsServerSendsTickets_DataGoesBothWays(string suite)
    {
        await using ConnectionPair pair = ConnectionPair.Start(TlsEngineKind.Records);
        (string certificate, string key) = WriteCertificate();
        using Tool tool = Tool.Start(
            "s_server",
            "-accept",
            "127.0.0.1:0",
            "-cert",
            certificate,
            "-key",
            key,
            "-ciphersuites",
            suite
        );
        string accepts = await tool.WaitForAsync("ACCEPT ");
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(
            IPEndPoint.Parse(accepts[(accepts.IndexOf("ACCEPT ", StringComparison.Ordinal) + 7)..].Split('\n')[0]),
            TestContext.Current.CancellationToken
        );
        await using TlsConnection client = await pair.Engine.ConnectAsync(
            socket,
            pair.ClientContext,
            "localhost",
            CancellationToken.None
        );

        await ExchangeAsync(tool, client);

        Assert.True(((OpenSslConnection)client).HasOwnRecords);
        File.Delete(certificate);
        File.Delete(key);
    }

    private static async Task ExchangeAsync(Tool tool, TlsConnection connection)
    {
        Task<byte[]> receiving = connection.ReceiveAsync(6);
        await tool.WriteLineAsync("there");
        Assert.Equal("there\n", Encoding.ASCII.GetString(await receiving));
        Assert.True(await connection.SendAsync("back\n"u8.ToArray()));
        await tool.WaitForAsync("back\n");
    }

    private static (string Certificate, string Key) WriteCertificate()
    {
        string certificate = Path.GetTempFileName(),
            key = Path.GetTempFileName();
        using var made = ServerCertificate.CreateSelfSigned(TimeProvider.System);
        File.WriteAllText(certificate, made.ExportCertificatePem());
        using var ec = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPrivateKey(
            made
        )!;
        File.WriteAllText(key, ec.ExportPkcs8PrivateKeyPem());
        return (certificate, key);
    }

    /// <summary>A running <c>openssl</c> with redirected standard streams, ended with the test.</summary>
    private sealed class Tool : IDisposable
    {
        private readonly Process _process;
        private readonly Output _output;
        private readonly Output _errors;

        private Tool(Process process)
        {
            _process = process;
            _output = new(process.StandardOutput);
            _errors = new(process.StandardError);
        }

        [SuppressMessage("Reliability", "CA2000", Justification = "the tool owns its process")]
        public static Tool Start(params string[] arguments)
        {
            ProcessStartInfo start = new("openssl", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
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
        }

        /// <summary>
        /// Sends a command and waits for the tool's confirmation: the tool must not read it together with the following
        /// input.
        /// </summary>
        public async Task CommandAsync(string command, string answer)
        {
            await WriteLineAsync(command);
            await _errors.WaitForAsync(answer);
        }

        public Task<string> WaitForAsync(string text) => _output.WaitForAsync(text);

        public void Dispose()
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
    }

    /// <summary>The output of a tool.</summary>
    private sealed class Output(StreamReader reader)
    {
        private string _unseen = "";

        /// <summary>
        /// Waits until a line with this text has been printed, and consumes the output up to the line's end.
        /// </summary>
        public async Task<string> WaitForAsync(string text)
        {
            char[] buffer = new char[4096];
            while (true)
            {
                int found = _unseen.IndexOf(text, StringComparison.Ordinal);
                int end = found < 0 ? -1 : _unseen.IndexOf('\n', found);
                if (end >= 0)
                {
                    string taken = _unseen[..end];
                    _unseen = _unseen[(end + 1)..];
                    return taken;
                }
                int count = await ConnectionTasks.Limited(
                    reader.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask(),
                    $"'{text}' in the tool's output '{_unseen}'"
                );
                Assert.True(count > 0, $"the tool ended before it printed '{text}': {_unseen}");
                _unseen += new string(buffer, 0, count);
            }
        }
    }
}
