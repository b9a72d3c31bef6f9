namespace MGen.Tor.Tests.Network;

/// <summary>The tests that share the private network, one after the other.</summary>
[CollectionDefinition]
public sealed class TorCollection : ICollectionFixture<TorNetwork>;
