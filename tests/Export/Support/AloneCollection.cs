namespace MGen.Export.Tests.Support;

/// <summary>Tests that no other test of this process may run beside.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;
