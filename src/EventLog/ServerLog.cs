using System.Net;

namespace MGen.EventLog;

/// <summary>
/// Logs the events of a message server. Thread-safe; each call costs a clock read and a slot in the queue, or a write.
/// </summary>
/// <param name="log">Receives the lines.</param>
public sealed class ServerLog(EventLogWriter log)
{
    /// <summary><c>listening,A</c></summary>
    public void Listening(string address) => log.Write(new LogEvent { Kind = EventKind.Listening, Text = address });

    /// <summary>
    /// <c>accepted ip:port</c>, with a space. An IPv4 client of an IPv6 listener is logged with its IPv4 address.
    /// </summary>
    public void Accepted(IPEndPoint client)
    {
        ArgumentNullException.ThrowIfNull(client);
        IPEndPoint shown = client.Address.IsIPv4MappedToIPv6
            ? new IPEndPoint(client.Address.MapToIPv4(), client.Port)
            : client;
        log.Write(new LogEvent { Kind = EventKind.Accepted, Text = shown.ToString() });
    }

    /// <summary><c>accept,U,G</c></summary>
    public void Accept(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Accept,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>register,U,G</c></summary>
    public void Register(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Register,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>registration phase complete</c></summary>
    public void RegistrationPhaseComplete() => log.Write(new LogEvent { Kind = EventKind.RegistrationPhaseComplete });

    /// <summary><c>received,U,G,id</c></summary>
    public void Received(string user, string group, uint id) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Received,
                User = user,
                Group = group,
                Id = id,
            }
        );

    /// <summary><c>receipt,U,G,recipient,id</c></summary>
    public void Receipt(string user, string group, string recipient, uint id) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Receipt,
                User = user,
                Group = group,
                Other = recipient,
                Id = id,
            }
        );

    /// <summary><c>sent,recipient,G</c>, one line per message or receipt written to the socket.</summary>
    /// <param name="recipient">The recipient to whose socket the frame was written.</param>
    /// <param name="group">The group.</param>
    /// <param name="count">The number of lines; 0 logs nothing.</param>
    public void Sent(string recipient, string group, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Sent,
                User = recipient,
                Group = group,
                Amount = count,
            }
        );
    }

    /// <summary><c>failed,stage,kind</c></summary>
    /// <param name="stage">The stage that the connection had reached.</param>
    /// <param name="kind">The error, in words.</param>
    public void Failed(FailedStage stage, string kind) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Failed,
                Stage = stage,
                Text = kind,
            }
        );

    /// <summary><c>terminating,recipient,G</c>: the writing side detected that the connection is dead.</summary>
    public void Terminating(string recipient, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Terminating,
                User = recipient,
                Group = group,
            }
        );

    /// <summary><c>terminated,U,G</c>: the reading side was notified that the connection is dead.</summary>
    public void Terminated(string user, string group) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Terminated,
                User = user,
                Group = group,
            }
        );

    /// <summary><c>dropped,recipient,G,reason</c>, one line per dropped frame. Not in the original.</summary>
    /// <param name="recipient">The recipient for whom the frame waited.</param>
    /// <param name="group">The group.</param>
    /// <param name="reason">The reason, one word of a closed set.</param>
    /// <param name="count">The number of lines; 0 logs nothing.</param>
    public void Dropped(string recipient, string group, string reason, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Dropped,
                User = recipient,
                Group = group,
                Text = reason,
                Amount = count,
            }
        );
    }

    /// <summary><c>refused,U,G,reason</c>. Not in the original.</summary>
    public void Refused(string user, string group, string reason) =>
        log.Write(
            new LogEvent
            {
                Kind = EventKind.Refused,
                User = user,
                Group = group,
                Text = reason,
            }
        );
}
