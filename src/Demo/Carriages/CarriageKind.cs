namespace MGen.Demo.Carriages;

/// <summary>What can carry the messages of a run.</summary>
internal enum CarriageKind
{
    /// <summary>A message server and a web server.</summary>
    Server,

    /// <summary>Two silos and two gateways, of which one each is killed, and a web server.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to each other they talk with.</summary>
    Peers,
}
