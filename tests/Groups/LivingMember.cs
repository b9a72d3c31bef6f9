using MGen.Wire;

namespace MGen.Groups.Tests;

/// <summary>
/// A member in a <see cref="RandomLife"/>: its connection, and the frames that it has and should have.
/// </summary>
internal sealed class LivingMember(Identifier name, bool resumes)
{
    private readonly Guid _session = resumes ? Guid.NewGuid() : Guid.Empty;
    private long _readOfConnection;

    public Identifier Name { get; } = name;

    public bool Resumes => resumes;

    public bool Lies { get; init; }

    public bool IsRegistered { get; set; }

    public TestPort? Port { get; set; }

    public long Connection { get; set; }

    /// <summary>The previous connection.</summary>
    public TestPort? Gone { get; private set; }

    /// <summary>Frames that the group has accepted for this member.</summary>
    public List<Frame> Accepted { get; } = [];

    /// <summary>Frames that it has received, on all connections.</summary>
    public List<Frame> Read { get; } = [];

    /// <summary>Frames that were reported as dropped.</summary>
    public int Dropped { get; set; }

    public void Take(Frame frame)
    {
        Read.Add(frame);
        _readOfConnection++;
    }

    public JoinRequest Request(int lie) =>
        new(Name, _session, Lies ? (ulong)(Read.Count + lie - 3) : (ulong)Read.Count, MayRegister: true);

    /// <summary>
    /// Ends the connection; frames that were not read are lost. The gateway of a client without resumption knows what
    /// arrived, that of a resuming client what it has written.
    /// </summary>
    public GroupEntry Leave()
    {
        GroupEntry leave = new(
            EntryKind.Leave,
            Connection,
            Delivered: _session == Guid.Empty ? _readOfConnection : Port!.Taken
        );
        (Gone, Port, _readOfConnection) = (Port, null, 0);
        return leave;
    }
}
