namespace MGen.Export.Tests.Support;

/// <summary>Tests that run while no other test of this process runs.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;
