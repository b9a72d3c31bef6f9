using System.Net;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Links.Tests;

/// <summary>Two loops, and a link between them over a real socket.</summary>
internal sealed class LinkPair : IDisposable
{
    private readonly RunningLoop _near = new();
    private readonly RunningLoop _far = new();

    public LinkPair()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Raw = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Raw.Connect(listener.LocalEndPoint!);
        FarOwner = new EchoOwner(_far.Loop);
        Far = new Link(FarOwner, listener.Accept(), new NodeId("near"));
        _far.Loop.Post(() => _far.Loop.Add(Far));
    }

    /// <summary>The near end of the connection, before it becomes a link.</summary>
    public Socket Raw { get; }

    public Link Far { get; }

    public EchoOwner FarOwner { get; }

    /// <summary>Turns the near end into a link and makes one call per length.</summary>
    public Task<int> CallAsync(params ReadOnlySpan<int> lengths)
    {
        EchoCall[] calls = [.. lengths.ToArray().Select(length => new EchoCall(length))];
        return _near.Loop.RunAsync(async () =>
        {
            Link link = new(new EchoOwner(_near.Loop), Raw, null);
            _near.Loop.Add(link);
            foreach (EchoCall call in calls)
                link.Call(call);
            int total = 0;
            foreach (EchoCall call in calls)
                total += await call.Answer;
            return total;
        });
    }

    /// <summary>Turns the near end into a link and makes one call after another with a single object.</summary>
    public Task<int> RepeatAsync(EchoCall call, int times) =>
        _near.Loop.RunAsync(async () =>
        {
            Link link = new(new EchoOwner(_near.Loop), Raw, null);
            _near.Loop.Add(link);
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
        Raw.Dispose();
    }
}
