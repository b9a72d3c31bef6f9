using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Wire;
using Microsoft.Extensions.Logging;

namespace MGen.Links.Tests;

/// <summary>Encrypted links over real sockets, and what becomes of connections that are not a member's.</summary>
[SuppressMessage("Security", "CA5359", Justification = "a stranger does not check whom it reaches")]
public sealed class LinkTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestCa _ca = new();
    private readonly TestCa _otherCa = new();

    public void Dispose()
    {
        _ca.Dispose();
        _otherCa.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20_000)] // more than one TLS record
    [InlineData(5_000_000)] // more than all buffers
    public async Task Call_BothHaveCertificatesOfTheCa_IsAnswered(int length)
    {
        using Member near = new(_ca, "near");
        using Member far = new(_ca, "far");

        Assert.Equal(length, await near.CallAsync(far, length).WaitAsync(Patience, Stop));
        Assert.Equal(7, await far.CallAsync(near, 7).WaitAsync(Patience, Stop)); // on the same link
        Assert.Empty(far.Warnings);
    }

    [Fact]
    public async Task Call_ManyAtOnce_EachIsAnswered()
    {
        using Member near = new(_ca, "near");
        using Member far = new(_ca, "far");

        int[] answers = await Task.WhenAll(Enumerable.Range(1, 500).Select(length => near.CallAsync(far, length * 37)))
            .WaitAsync(Patience, Stop);

        Assert.Equal(Enumerable.Range(1, 500).Select(length => length * 37), answers);
    }

    [Fact]
    public async Task Call_CertificateOfAnotherCa_FailsAndIsReportedWithAddressAndReason()
    {
        using Member near = new(_otherCa, "near", trusted: _ca);
        using Member far = new(_ca, "far");

        await Assert.ThrowsAsync<UnreachableMemberException>(() => near.CallAsync(far, 1).WaitAsync(Patience, Stop));
        string warning = await far.FirstWarning.WaitAsync(Patience, Stop);

        Assert.Matches(
            "^Refused a connection from 127.0.0.1:[0-9]+ at the port of links: TLS: certificate refused: unable to get local issuer",
            warning
        );
        Assert.Equal(0, far.Handled);
    }

    [Fact]
    public async Task Call_TheOtherSideHasACertificateOfAnotherCa_FailsWithTheReason()
    {
        using Member near = new(_ca, "near");
        using Member far = new(_otherCa, "far", trusted: _ca);

        UnreachableMemberException failure = await Assert.ThrowsAsync<UnreachableMemberException>(() =>
            near.CallAsync(far, 1).WaitAsync(Patience, Stop)
        );

        Assert.Contains("certificate refused", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, far.Handled);
    }

    [Fact]
    public async Task Call_DiallingSideHasNoTls_FailsAndIsReported()
    {
        using Member near = new(ca: null, "near");
        using Member far = new(_ca, "far");

        await Assert.ThrowsAsync<UnreachableMemberException>(() => near.CallAsync(far, 1).WaitAsync(Patience, Stop));
        string warning = await far.FirstWarning.WaitAsync(Patience, Stop);

        Assert.Matches("from 127.0.0.1:[0-9]+ at the port of links: TLS: ", warning);
        Assert.Equal(0, far.Handled);
    }

    [Fact]
    public async Task Call_ListeningSideHasNoTls_FailsAndIsReported()
    {
        using Member near = new(_ca, "near");
        using Member far = new(ca: null, "far");

        await Assert.ThrowsAsync<UnreachableMemberException>(() => near.CallAsync(far, 1).WaitAsync(Patience, Stop));

        Assert.Matches(
            "from 127.0.0.1:[0-9]+ at the port of links: a message of [0-9-]+ bytes",
            await far.FirstWarning.WaitAsync(Patience, Stop)
        );
    }

    [Fact]
    [SuppressMessage("Security", "CA5359", Justification = "a stranger trusts anybody")]
    public async Task Stranger_WithoutCertificate_IsRefusedAndMembersContinue()
    {
        using Member near = new(_ca, "near");
        using Member far = new(_ca, "far");
        using TcpClient tcp = new();
        await tcp.ConnectAsync(far.EndPoint, Stop);
        await using SslStream tls = new(tcp.GetStream(), false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "far" }, Stop);

        // In TLS 1.3 the client learns only afterwards that its certificate was refused.
        await Assert.ThrowsAnyAsync<IOException>(async () => await tls.ReadExactlyAsync(new byte[1], Stop));

        Assert.Matches(
            "from 127.0.0.1:[0-9]+ at the port of links: TLS: peer did not return a certificate",
            await far.FirstWarning.WaitAsync(Patience, Stop)
        );
        Assert.Equal(3, await near.CallAsync(far, 3).WaitAsync(Patience, Stop));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Stranger_RandomBytes_AreRefusedAndMembersContinue(int seed)
    {
        using Member near = new(_ca, "near");
        using Member far = new(_ca, "far");
        byte[] bytes = new byte[4_000];
        new Random(seed).NextBytes(bytes);
        bytes[0] = 0x17; // not the beginning of a handshake
        using TcpClient tcp = new();
        await tcp.ConnectAsync(far.EndPoint, Stop);
        await tcp.GetStream().WriteAsync(bytes, Stop);

        Assert.Matches(
            "from 127.0.0.1:[0-9]+ at the port of links: TLS: ",
            await far.FirstWarning.WaitAsync(Patience, Stop)
        );
        Assert.Equal(3, await near.CallAsync(far, 3).WaitAsync(Patience, Stop));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A member with links of its own. Members find each other by <see cref="Places"/>.</summary>
    private sealed class Member : ILinkDirectory, IDisposable, ILogger<LinkNetwork>
    {
        private static readonly ConcurrentDictionary<NodeId, IPEndPoint> Places = new();

        private readonly RunningLoop _loop = new();
        private readonly LinkNetwork _network;
        private readonly ConcurrentQueue<string> _warnings = new();
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Echo _echo = new();

        /// <param name="ca">Issues its certificate; <c>null</c>: it has no TLS.</param>
        /// <param name="name">Its name.</param>
        /// <param name="trusted">The CA that it trusts; <c>null</c>: the same.</param>
        public Member(TestCa? ca, string name, TestCa? trusted = null)
        {
            Here = new NodeId($"{name}-{Guid.NewGuid()}");
            using X509Certificate2? certificate = ca?.IssueLoaded();
            LinkOptions options = new("test", new IPEndPoint(IPAddress.Loopback, 0))
            {
                Tls = certificate is null ? null : LinkTls.Create(certificate, (trusted ?? ca)!.CaFile),
            };
            _network = new LinkNetwork(this, options, _loop.Loop, [_echo], TimeProvider.System, this);
            Places[Here] = EndPoint;
        }

        public NodeId Here { get; }

        public IPEndPoint EndPoint => _network.LocalEndPoint;

        /// <summary>How many requests it has handled.</summary>
        public int Handled => _echo.Handled;

        public IReadOnlyCollection<string> Warnings => _warnings;

        public Task<string> FirstWarning => _first.Task;

        public async Task<int> CallAsync(Member other, int length) =>
            await _network.CallAsync(other.Here, new EchoCall(length));

        public bool IsGone(NodeId member) => false;

        public Task<IPEndPoint> FindAsync(NodeId member) => Task.FromResult(Places[member]);

        public void Dispose()
        {
            Places.TryRemove(Here, out _);
            _loop.Dispose();
        }

        IDisposable? ILogger.BeginScope<TState>(TState state) => null;

        bool ILogger.IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            string text = formatter(state, exception);
            _warnings.Enqueue(text);
            _first.TrySetResult(text);
        }
    }

    /// <summary>Responds to each request with the number of its bytes.</summary>
    private sealed class Echo : LinkHandler
    {
        public int Handled { get; private set; }

        public override LinkMessage Kind => LinkMessage.FirstRequest;

        public override void Handle(LinkRequest request, ref BlobReader body)
        {
            Handled++;
            int length = body.Bytes().Length;
            request.Begin().Number(length);
            request.End();
        }
    }
}
