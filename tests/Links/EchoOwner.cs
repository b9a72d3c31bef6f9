using MGen.Wire;

namespace MGen.Links.Tests;

/// <summary>Responds to each request with the number of its bytes; an empty request fails.</summary>
internal sealed class EchoOwner(LinkLoop loop) : ILinkOwner
{
    private readonly TaskCompletionSource _forgotten = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a link has closed.</summary>
    public Task Forgotten => _forgotten.Task;

    /// <summary>Why the link closed.</summary>
    public string? WhyForgotten { get; private set; }

    public long Now => TimeProvider.System.GetTimestamp();

    public void FlushAtEndOfIteration(Link link) => loop.FlushAtEndOfIteration(link);

    public void Handle(Link link, LinkMessage kind, ulong call, ref BlobReader body)
    {
        int length = body.Bytes().Length;
        LinkRequest request = new(link, call);
        if (length == 0)
        {
            request.Fail("nothing came");
            return;
        }
        request.Begin().Number(length);
        request.End();
    }

    public void Report(Link link, Exception failure) { }

    public void Forget(Link link, string why)
    {
        WhyForgotten = why;
        loop.Remove(link);
        _forgotten.TrySetResult();
    }
}
