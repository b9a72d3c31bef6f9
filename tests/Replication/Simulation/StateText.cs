using System.Globalization;
using System.Text;
using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>
/// Formats a partition's state; equal states have equal texts. Tables whose order has no meaning are sorted.
/// </summary>
internal static class StateText
{
    public static string Format(PartitionState state)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"applied {state.Applied}, term {state.LastTerm}\n");
        foreach (
            (Identifier name, Group? group) in state
                .Groups.Where(group => group.Group is not null)
                .OrderBy(group => group.Name.Text, StringComparer.Ordinal)
        )
            Append(text, name, group!);
        foreach (
            (ConnectionKey key, RemoteConnection connection) in state
                .Connections.OrderBy(pair => pair.Key.Gateway)
                .ThenBy(pair => pair.Key.Number)
        )
            text.Append(
                CultureInfo.InvariantCulture,
                $"connection {key}: sent {connection.Port.Sent}, flushed {connection.Port.Flushed}, "
                    + $"window {connection.Port.Window}\n"
            );
        foreach (GatewayStream stream in state.Streams.OrderBy(stream => stream.Gateway))
            Append(text, stream);
        return text.ToString();
    }

    /// <summary>Returns the first line in which two texts differ.</summary>
    public static string FindDifference(string left, string right) =>
        left.Split('\n')
            .Zip(right.Split('\n'))
            .Where(pair => pair.First != pair.Second)
            .Select(pair => $"'{pair.First}' and '{pair.Second}'")
            .FirstOrDefault()
        ?? "more lines";

    private static void Append(StringBuilder text, Identifier name, Group group)
    {
        text.Append("group ").Append(name.Text).Append('\n');
        foreach (Member member in group.Everyone)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"member {member.Name.Text}: {member.Session} {member.SessionStart} {member.Delivered} {member.Received} "
                    + $"{member.Joins} {member.ExpectedJoins} {member.ReaderWaits} "
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Format(member.Served)} {member.IsFull} next {Format(member.Successor?.Connection)} "
                    + $"{member.Successor?.Request} handed {member.Queue.Handed}:"
            );
            for (int i = 0; i < member.Queue.Unconfirmed + member.Queue.Waiting; i++)
            {
                text.Append(i == member.Queue.Unconfirmed ? " | " : " ");
                Append(text, member.Queue[i]);
            }
            text.Append('\n');
            foreach (MemberConnection other in member.Others)
                text.Append(CultureInfo.InvariantCulture, $"other of {member.Name.Text}: {Format(other)}\n");
        }
    }

    private static string Format(MemberConnection? connection) =>
        connection is null
            ? "none"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{connection.Key}/{connection.Order}/{connection.HasSent}/{connection.IsUnexplained}/{connection.IsChosen}/"
                    + $"{connection.IsClosing}/{connection.WasServed}/{connection.HandedBefore}/{connection.ServedFrom}"
            );

    private static void Append(StringBuilder text, GatewayStream stream)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"stream {stream.Gateway} at {stream.Address}: session {stream.Session}, post {stream.LastPost}, "
                + $"first {stream.First}:"
        );
        foreach (Outgoing item in stream.Items)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $" {item.Kind}/{item.Connection}/{item.Number}/{item.IsNewMember}/"
            );
            if (item.Kind == OutgoingKind.Frame)
                Append(text, item.Frame);
        }
        text.Append('\n');
    }

    private static void Append(StringBuilder text, Frame frame) =>
        text.Append(Encoding.UTF8.GetString(frame.Sender))
            .Append(frame.IsReceipt ? 'r' : 'm')
            .Append(frame.Id.ToString(CultureInfo.InvariantCulture));
}
