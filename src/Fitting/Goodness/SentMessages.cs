using System.Globalization;
using MGen.EventLog;
using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Simulation.Events;

namespace MGen.Fitting.Goodness;

/// <summary>Collects the messages that a simulation sends as messages of a chat.</summary>
internal sealed class SentMessages : IEventSink
{
    private readonly List<ChatMessage> _messages = [];

    public void Write(in LogEvent item)
    {
        if (item.Kind != EventKind.Send)
            return;
        int user = int.Parse(item.User!, CultureInfo.InvariantCulture);
        long milliseconds = item.UnixNanoseconds / TimeSpan.NanosecondsPerTick / TimeSpan.TicksPerMillisecond;
        _messages.Add(new ChatMessage(milliseconds, user, MessageSizer.BytesOf(item.Amount), ChatMessage.NoMedia));
    }

    /// <summary>All messages so far, in the order of time.</summary>
    public ChatMessage[] ToArray() => [.. _messages];
}
