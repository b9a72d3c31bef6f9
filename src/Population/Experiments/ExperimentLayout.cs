namespace MGen.Population.Experiments;

/// <summary>What files an experiment has.</summary>
public enum ExperimentLayout
{
    /// <summary>Users of message servers, live on this machine: a directory of configurations per shard, and a script that runs all.</summary>
    Client,

    /// <summary>Users without servers, live on this machine, with a hosts file.</summary>
    Peer,

    /// <summary>Users of message servers, in the Shadow simulator.</summary>
    ShadowClient,

    /// <summary>Users without servers, in the Shadow simulator.</summary>
    ShadowPeer,
}
