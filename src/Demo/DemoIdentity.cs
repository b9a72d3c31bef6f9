using MGen.Demo.People;

namespace MGen.Demo;

/// <summary>What a run must name so that it can be repeated.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Population">Who talks with whom.</param>
/// <param name="Engine">What carries TLS.</param>
/// <param name="Duration">How long they are to talk.</param>
internal sealed record DemoIdentity(string Version, ulong Seed, Population Population, string Engine, TimeSpan Duration);
