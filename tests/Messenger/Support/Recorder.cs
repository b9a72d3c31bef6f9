using System.Collections.Concurrent;
using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>An observer that records all events.</summary>
internal sealed class Recorder : IConversationObserver
{
    public ConcurrentQueue<(string User, uint Id)> Sent { get; } = new();

    public ConcurrentQueue<(string User, string Sender, uint Id)> Received { get; } = new();

    public ConcurrentQueue<(string User, string Sender, uint Id)> Receipts { get; } = new();

    public void OnSent(Identifier user, Identifier group, uint id, uint size) => Sent.Enqueue((user.Text, id));

    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        Received.Enqueue((user.Text, sender.Text, id));

    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Receipts.Enqueue((user.Text, sender.Text, id));
}
