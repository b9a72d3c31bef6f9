namespace MGen.Demo.Carriages;

/// <summary>The carriers of a run's messages.</summary>
internal enum CarriageKind
{
    /// <summary>A message server and a web server.</summary>
    Server,

    /// <summary>Two silos and two gateways, one of each of which is killed, and a web server.</summary>
    Cluster,

    /// <summary>The users themselves: each connects to each user of a common group.</summary>
    Peers,
}
