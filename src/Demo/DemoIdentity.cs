using MGen.Demo.Carriages;
using MGen.Demo.People;

namespace MGen.Demo;

/// <summary>What a run must name so that it can be repeated.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Population">Who talks with whom.</param>
/// <param name="Carriage">What carries the messages.</param>
/// <param name="Engine">What carries TLS; <c>none</c> between peers.</param>
/// <param name="Duration">How long they are to talk.</param>
internal sealed record DemoIdentity(string Version, ulong Seed, Population Population, CarriageKind Carriage, string Engine, TimeSpan Duration)
{
    /// <summary>The machine that it runs on.</summary>
    public string Host { get; init; } = "";

    /// <summary>What carries the messages, in words.</summary>
    public string CarriedBy => Carriage == CarriageKind.Peers ? "peer to peer" : $"TLS by {Engine}";
}
