namespace MGen.Messenger.Tests.Support;

/// <summary>Tests that must not run in parallel with other tests of this process.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneCollection;
