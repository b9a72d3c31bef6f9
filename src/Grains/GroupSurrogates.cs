using MGen.Wire;

namespace MGen.Grains;

/// <summary>The serialized form of a <see cref="GroupEntry"/>.</summary>
[GenerateSerializer, Immutable, Alias("MGen.GroupEntry")]
internal struct GroupEntrySurrogate
{
    [Id(0)]
    public EntryKind Kind;

    [Id(1)]
    public long Connection;

    [Id(2)]
    public Frame Frame;

    [Id(3)]
    public JoinRequest? Join;

    [Id(4)]
    public long Delivered;
}

/// <summary>Converts between <see cref="GroupEntry"/> and its serialized form.</summary>
[RegisterConverter]
internal sealed class GroupEntryConverter : IConverter<GroupEntry, GroupEntrySurrogate>
{
    public GroupEntry ConvertFromSurrogate(in GroupEntrySurrogate surrogate) => new(surrogate.Kind, surrogate.Connection, surrogate.Frame, surrogate.Join, surrogate.Delivered);

    public GroupEntrySurrogate ConvertToSurrogate(in GroupEntry value) => new()
    {
        Kind = value.Kind,
        Connection = value.Connection,
        Frame = value.Frame,
        Join = value.Join,
        Delivered = value.Delivered,
    };
}

/// <summary>The serialized form of a <see cref="JoinRequest"/>.</summary>
[GenerateSerializer, Immutable, Alias("MGen.JoinRequest")]
internal struct JoinRequestSurrogate
{
    [Id(0)]
    public Identifier User;

    [Id(1)]
    public Guid Session;

    [Id(2)]
    public ulong Received;

    [Id(3)]
    public bool MayRegister;

    [Id(4)]
    public Identifier? Group;

    [Id(5)]
    public int Window;
}

/// <summary>Converts between <see cref="JoinRequest"/> and its serialized form.</summary>
[RegisterConverter]
internal sealed class JoinRequestConverter : IConverter<JoinRequest, JoinRequestSurrogate>
{
    public JoinRequest ConvertFromSurrogate(in JoinRequestSurrogate surrogate) =>
        new(surrogate.User, surrogate.Session, surrogate.Received, surrogate.MayRegister) { Group = surrogate.Group, Window = surrogate.Window };

    public JoinRequestSurrogate ConvertToSurrogate(in JoinRequest value) => new()
    {
        User = value.User,
        Session = value.Session,
        Received = value.Received,
        MayRegister = value.MayRegister,
        Group = value.Group,
        Window = value.Window,
    };
}
