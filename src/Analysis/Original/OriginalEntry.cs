namespace MGen.Analysis.Original;

/// <summary>The original's running statistics for one (user, group) in one log.</summary>
/// <param name="awakeUnixSeconds">When the conversation wakes up; <c>null</c> if no configuration says.</param>
internal sealed class OriginalEntry(double? awakeUnixSeconds)
{
    public double? AwakeUnixSeconds { get; } = awakeUnixSeconds;

    /// <summary>Whether it appears in the output: it sent a message, or gave a receipt that counts.</summary>
    public bool IsListed { get; set; }

    /// <summary>Messages sent.</summary>
    public uint Sent { get; set; }

    /// <summary>Receipts received.</summary>
    public uint Incoming { get; private set; }

    /// <summary>Late receipts received.</summary>
    public uint IncomingLate { get; private set; }

    /// <summary>Receipts given, as far as this log has them.</summary>
    public uint Outgoing { get; private set; }

    /// <summary>Late receipts given.</summary>
    public uint OutgoingLate { get; private set; }

    /// <summary>
    /// Mean round trip in seconds, updated incrementally: another order of summation would differ in the last digits.
    /// </summary>
    public double MeanRoundTrip { get; private set; }

    public SentTimes SentTimes { get; } = new();

    public void TakeReceipt(double roundTrip, bool isLate)
    {
        Incoming++;
        if (isLate)
            IncomingLate++;
        MeanRoundTrip += (roundTrip - MeanRoundTrip) / Incoming;
    }

    public void GiveReceipt(bool isLate)
    {
        Outgoing++;
        if (isLate)
            OutgoingLate++;
    }
}
