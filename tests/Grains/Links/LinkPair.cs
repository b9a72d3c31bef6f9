using System.Net;
using System.Net.Sockets;
using MGen.Grains.Links;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Grains.Tests.Links;

/// <summary>Two loops and a link between them over a real socket.</summary>
internal sealed class LinkPair : IDisposable
{
    private readonly LinkThread _nearThread = new(TimeProvider.System, NullLogger<LinkThread>.Instance);
    private readonly LinkThread _farThread = new(TimeProvider.System, NullLogger<LinkThread>.Instance);
    private readonly LinkLoop _near;
    private readonly LinkLoop _far;

    public LinkPair()
    {
        _near = new LinkLoop(_nearThread, TimeProvider.System);
        _far = new LinkLoop(_farThread, TimeProvider.System);
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Raw = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Raw.Connect(listener.LocalEndPoint!);
        FarOwner = new EchoOwner(_far);
        Far = new Link(FarOwner, listener.Accept(), null);
        _far.Post(() => _far.Add(Far));
    }

    /// <summary>The near end before it is a link.</summary>
    public Socket Raw { get; }

    public Link Far { get; }

    public EchoOwner FarOwner { get; }

    /// <summary>Makes the near end a link and calls.</summary>
    public Task<int> CallAsync(params ReadOnlySpan<int> lengths)
    {
        EchoCall[] calls = [.. lengths.ToArray().Select(length => new EchoCall(length))];
        return _near.RunAsync(async () =>
        {
            Link link = new(new EchoOwner(_near), Raw, null);
            _near.Add(link);
            foreach (EchoCall call in calls)
                link.Call(call);
            int total = 0;
            foreach (EchoCall call in calls)
                total += await call.Answer;
            return total;
        });
    }

    /// <summary>Makes the near end a link and calls with one object, again and again.</summary>
    public Task<int> RepeatAsync(EchoCall call, int times) => _near.RunAsync(async () =>
    {
        Link link = new(new EchoOwner(_near), Raw, null);
        _near.Add(link);
        int total = 0;
        for (int i = 0; i < times; i++)
        {
            link.Call(call);
            total += await call.Answer;
        }
        return total;
    });

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _nearThread.Dispose();
        _farThread.Dispose();
        Raw.Dispose();
    }
}
