using System.Collections.Concurrent;
using System.Net;
using MGen.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Links.Tests;

/// <summary>A member of a cluster on loopback: its links, and what it knows of the others.</summary>
internal sealed class TestMember : IDisposable
{
    private readonly LinkThread _thread = new(NullLogger<LinkThread>.Instance);
    private readonly TestDirectory _directory;
    private readonly LinkLoop _loop;

    public TestMember(string name, TimeProvider? clock = null)
    {
        clock ??= TimeProvider.System;
        _directory = new TestDirectory(new NodeId(name));
        _loop = new LinkLoop(_thread, clock);
        Links = new LinkNetwork(
            _directory,
            new LinkOptions("test", new IPEndPoint(IPAddress.Loopback, 0)),
            _loop,
            [new NameHandler(name)],
            clock,
            NullLogger<LinkNetwork>.Instance
        );
    }

    public NodeId Id => _directory.Here;

    public LinkNetwork Links { get; }

    /// <summary>Makes this member dial another one at an address, or, without one, fail to find it.</summary>
    public void Find(NodeId member, IPEndPoint? address) => _directory.Addresses[member] = address;

    /// <summary>Makes this member know that another one has left.</summary>
    public void Lose(NodeId member) => _directory.Gone[member] = true;

    /// <summary>Asks a member for its name, and asks again at once, in the loop, when that fails.</summary>
    /// <returns>Completes when it has asked again, with the task of the second response.</returns>
    public Task<Task<string>> AskAgainAsync(NodeId member)
    {
        TaskCompletionSource<Task<string>> again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Links.Post(() => _ = RepeatAsync(member, again));
        return again.Task;
    }

    /// <summary>Sends messages without a response. Completes when they have been passed to the link.</summary>
    public Task SendAsync(NodeId member, int messages, int bytes) =>
        _loop.RunAsync(() =>
        {
            for (int i = 0; i < messages; i++)
                Links.Send(
                    member,
                    LinkMessage.FirstRequest,
                    bytes,
                    static (writer, count) => writer.Bytes(new byte[count])
                );
            return Task.FromResult(true);
        });

    /// <summary>Completes when the loop has ended the iterations in which earlier work was posted.</summary>
    public Task PassAsync() => _loop.RunAsync(() => Task.FromResult(true));

    /// <summary>Asks a member a question; the response is the member's name and the question.</summary>
    public Task<string> AskAsync(NodeId member, string question = "name") =>
        Links
            .CallAsync(member, new NameCall(question))
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task RepeatAsync(NodeId member, TaskCompletionSource<Task<string>> again)
    {
        try
        {
            await Links.CallAsync(member, new NameCall("name"));
        }
        catch (UnreachableMemberException)
        {
            again.SetResult(Links.CallAsync(member, new NameCall("name")).AsTask());
        }
    }

    public void Dispose()
    {
        _loop.Dispose();
        _thread.Dispose();
    }

    internal sealed class TestDirectory(NodeId here) : ILinkDirectory
    {
        public Dictionary<NodeId, IPEndPoint?> Addresses { get; } = [];

        public ConcurrentDictionary<NodeId, bool> Gone { get; } = new();

        public NodeId Here => here;

        public bool IsGone(NodeId member) => Gone.ContainsKey(member);

        public Task<IPEndPoint> FindAsync(NodeId member) =>
            Task.FromResult(Addresses.GetValueOrDefault(member) ?? throw new IOException($"no way to {member}"));
    }

    private sealed class NameCall(string question) : AwaitedCall<string>
    {
        public override LinkMessage Kind => LinkMessage.FirstRequest;

        public override void Write(BlobWriter writer) => writer.Bytes(System.Text.Encoding.UTF8.GetBytes(question));

        protected override string Read(ref BlobReader response) =>
            System.Text.Encoding.UTF8.GetString(response.Bytes());
    }

    /// <summary>Responds with the member's name and the question; refuses an empty question.</summary>
    private sealed class NameHandler(string name) : LinkHandler
    {
        public override LinkMessage Kind => LinkMessage.FirstRequest;

        public override void Handle(LinkRequest request, ref BlobReader body)
        {
            string question = System.Text.Encoding.UTF8.GetString(body.Bytes());
            if (question.Length == 0)
            {
                request.Fail("no question");
                return;
            }
            request.Begin().Bytes(System.Text.Encoding.UTF8.GetBytes($"{name} {question}"));
            request.End();
        }
    }
}
