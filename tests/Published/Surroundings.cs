namespace MGen.Published.Tests;

/// <summary>What a program finds in its environment.</summary>
public enum Surroundings
{
    /// <summary>Nothing at all: no HOME, no PATH.</summary>
    Empty,

    /// <summary>What <c>shadow.yaml</c> gives it: the preload stub and a few settings, and nothing else.</summary>
    Simulated,
}
