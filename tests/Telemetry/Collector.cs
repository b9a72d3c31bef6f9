using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace MGen.Telemetry.Tests;

/// <summary>A collector that receives OTLP over HTTP and keeps the requests.</summary>
internal sealed class Collector : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpListener _listener;
    private readonly Channel<Export> _exports = Channel.CreateUnbounded<Export>();

    public Collector()
    {
        _listener = Listen(out int port);
        Address = $"http://127.0.0.1:{port}";
        _ = ReceiveAsync();
    }

    public string Address { get; }

    public void Dispose() => _listener.Close();

    /// <summary>Returns the next export whose path has this end.</summary>
    public async Task<Export> NextAsync(string pathEnd)
    {
        using CancellationTokenSource limit = new(Patience);
        await foreach (Export export in _exports.Reader.ReadAllAsync(limit.Token))
        {
            if (export.Path.EndsWith(pathEnd, StringComparison.Ordinal))
                return export;
        }
        throw new InvalidOperationException("the collector has ended");
    }

    /// <summary>Returns the exports that have arrived and were not returned yet, of paths with this end.</summary>
    public IEnumerable<Export> TakeRest(string pathEnd)
    {
        while (_exports.Reader.TryRead(out Export? export))
        {
            if (export.Path.EndsWith(pathEnd, StringComparison.Ordinal))
                yield return export;
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                using MemoryStream body = new();
                await context.Request.InputStream.CopyToAsync(body);
                _exports.Writer.TryWrite(
                    new Export(context.Request.Url!.AbsolutePath, context.Request.Headers["x-key"], body.ToArray())
                );
                context.Response.Close();
            }
        }
        catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
        {
            _exports.Writer.TryComplete();
        }
    }

    private static HttpListener Listen(out int port)
    {
        using (TcpListener probe = new(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        HttpListener listener = new();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        return listener;
    }

    /// <summary>One request.</summary>
    internal sealed record Export(string Path, string? Key, byte[] Body)
    {
        public string Text => Encoding.Latin1.GetString(Body);

        public bool Holds(double value) => Body.AsSpan().IndexOf(BitConverter.GetBytes(value)) >= 0;
    }
}
