using MGen.Demo.Carriages;
using MGen.Demo.People;

namespace MGen.Demo;

/// <summary>What is needed to repeat a run.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Carriage">The carrier of the messages.</param>
/// <param name="Engine">The implementation of TLS; <c>none</c> between peers.</param>
/// <param name="Duration">How long users are to talk.</param>
internal sealed record DemoIdentity(
    string Version,
    ulong Seed,
    Population Population,
    CarriageKind Carriage,
    string Engine,
    TimeSpan Duration
)
{
    /// <summary>The machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>The carrier of the messages, for people.</summary>
    public string CarriedBy => Carriage == CarriageKind.Peers ? "peer to peer" : $"TLS by {Engine}";
}
