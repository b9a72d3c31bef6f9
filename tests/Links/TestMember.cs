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

    /// <summary>Asks a member for its name.</summary>
    public Task<string> AskAsync(NodeId member, string question = "name") =>
        Links
            .CallAsync(member, new NameCall(question))
            .AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _loop.Dispose();
        _thread.Dispose();
    }

    private sealed class TestDirectory(NodeId here) : ILinkDirectory
    {
        public Dictionary<NodeId, IPEndPoint?> Addresses { get; } = [];

        public NodeId Here => here;

        public bool IsGone(NodeId member) => false;

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
