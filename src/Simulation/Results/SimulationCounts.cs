namespace MGen.Simulation.Results;

/// <summary>What happened in a simulation, counted. Every delivery and every receipt has exactly one fate.</summary>
public sealed record SimulationCounts
{
    /// <summary>Users of the population.</summary>
    public required int Users { get; init; }

    /// <summary>Groups of the population.</summary>
    public required int Groups { get; init; }

    /// <summary>Memberships of the population.</summary>
    public required long Conversations { get; init; }

    /// <summary>Conversations whose bootstrap time ended within the run.</summary>
    public required long ConversationsAwake { get; init; }

    /// <summary>Turns of machines: wake-ups, deadlines, messages and receipts that arrived.</summary>
    public required long Events { get; init; }

    /// <summary>Messages made.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>Those of them that were made in groups of three members or more.</summary>
    public required long MessagesInGroups { get; init; }

    /// <summary>Their sizes, attachments included; of all messages.</summary>
    public required long BytesSent { get; init; }

    /// <summary>One for each message and other member of its group: what would reach everybody in a perfect world.</summary>
    public required long Deliveries { get; init; }

    /// <summary>Deliveries that arrived and were handled.</summary>
    public required long MessagesReceived { get; init; }

    /// <summary>Deliveries that never were, since the recipient was not registered when the server relayed the message.</summary>
    public required long DeliveriesUnregistered { get; init; }

    /// <summary>Deliveries that arrived at a conversation that did not wake up in this run.</summary>
    public required long DeliveriesAsleep { get; init; }

    /// <summary>Deliveries still on their way at the end of the grace time.</summary>
    public required long DeliveriesInFlight { get; init; }

    /// <summary>Receipts made: one for each message received.</summary>
    public required long ReceiptsSent { get; init; }

    /// <summary>Receipts that arrived.</summary>
    public required long ReceiptsReceived { get; init; }

    /// <summary>Receipts still on their way at the end of the grace time.</summary>
    public required long ReceiptsInFlight { get; init; }

    /// <summary>Attachments sent to a web server.</summary>
    public required TransferCounts Uploads { get; init; }

    /// <summary>Attachments fetched from a web server.</summary>
    public required TransferCounts Downloads { get; init; }

    /// <summary>The part of the deliveries that were handled, from 0 to 1; 1 if there were none.</summary>
    public double DeliveryRatio => Deliveries == 0 ? 1 : (double)MessagesReceived / Deliveries;
}
