using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>Why nobody answers at an address, in a sentence for people.</summary>
internal static class DialFailure
{
    /// <summary>Describes a failure of the kernel's or the resolver's.</summary>
    /// <param name="failure">What it said.</param>
    /// <param name="target">Where to.</param>
    /// <param name="program">The program that should listen there.</param>
    public static string Describe(SocketException failure, HostPort target, string program) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"{target} refuses connections: is {program} running?",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"the host name {target.Host} is not known",
            _ => $"{target} cannot be reached: {failure.Message}",
        };
}
