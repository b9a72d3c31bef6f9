using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>A connection with space for a number of frames; it records what the group did to it.</summary>
internal sealed class TestPort(int capacity = int.MaxValue) : IMemberPort
{
    public Queue<Frame> Given { get; } = new();

    /// <summary>How many frames it has accepted in all.</summary>
    public long Taken { get; private set; }

    public JoinOutcome? Outcome { get; private set; }

    public EndReason? Refusal { get; private set; }

    public bool IsReplaced { get; private set; }

    /// <summary>Whether it has refused a frame and not asked for more since.</summary>
    public bool WasFull { get; set; }

    public void Joined(JoinOutcome outcome) => Outcome = outcome;

    public void Refused(EndReason reason) => Refusal = reason;

    public bool TryDeliver(Frame frame)
    {
        WasFull = Given.Count >= capacity;
        if (WasFull)
            return false;
        Given.Enqueue(frame);
        Taken++;
        return true;
    }

    public void Replaced() => IsReplaced = true;
}
