namespace MGen.Simulation.Results;

/// <summary>Counts of a simulation. Every delivery and every receipt is counted under exactly one fate.</summary>
public sealed record SimulationCounts
{
    /// <summary>Number of users in the population.</summary>
    public required int Users { get; init; }

    /// <summary>Number of groups in the population.</summary>
    public required int Groups { get; init; }

    /// <summary>Number of memberships in the population.</summary>
    public required long Conversations { get; init; }

    /// <summary>Number of conversations whose bootstrap wait ended within the run.</summary>
    public required long ConversationsAwake { get; init; }

    /// <summary>Number of events: wake-ups, deadlines, and arrivals of messages and receipts.</summary>
    public required long Events { get; init; }

    /// <summary>Number of messages.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>Number of messages in groups of three members or more.</summary>
    public required long MessagesInGroups { get; init; }

    /// <summary>Total size of all messages in bytes, including attachments.</summary>
    public required long BytesSent { get; init; }

    /// <summary>
    /// Number of pairs of a message and another member of its group: the deliveries of a run without losses.
    /// </summary>
    public required long Deliveries { get; init; }

    /// <summary>Number of deliveries that arrived and were handled.</summary>
    public required long MessagesReceived { get; init; }

    /// <summary>
    /// Number of deliveries that did not take place because the recipient was not registered when the server relayed
    /// the message.
    /// </summary>
    public required long DeliveriesUnregistered { get; init; }

    /// <summary>Number of deliveries that arrived at a conversation that did not wake up in this run.</summary>
    public required long DeliveriesAsleep { get; init; }

    /// <summary>Number of deliveries in flight at the end of the grace time.</summary>
    public required long DeliveriesInFlight { get; init; }

    /// <summary>Number of receipts sent: one for each message received.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Number of receipts that arrived.</summary>
    public required long ReceiptsReceived { get; init; }

    /// <summary>Number of receipts in flight at the end of the grace time.</summary>
    public required long ReceiptsInFlight { get; init; }

    /// <summary>Attachments sent to a web server.</summary>
    public required TransferCounts Uploads { get; init; }

    /// <summary>Attachments fetched from a web server.</summary>
    public required TransferCounts Downloads { get; init; }

    /// <summary>The share of deliveries that were handled, from 0 to 1; 1 without any.</summary>
    public double DeliveryRatio => Deliveries == 0 ? 1 : (double)MessagesReceived / Deliveries;
}
