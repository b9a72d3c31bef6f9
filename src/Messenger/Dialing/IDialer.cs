using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>Creates TCP connections, directly or through a proxy.</summary>
public interface IDialer
{
    /// <summary>Connects to a target.</summary>
    /// <returns>A connected socket with the settings of <see cref="SocketSettings"/>. The caller owns it.</returns>
    /// <exception cref="SocketException">
    /// The name is unknown or the target cannot be reached. From a proxy, a <see cref="SocksException"/>, which says
    /// whether a retry can succeed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken);
}

/// <summary>
/// The target of a connection, and the user and recipient it serves. A proxy that isolates streams (Tor) uses separate
/// circuits for requests that differ in these.
/// </summary>
/// <param name="Target">The address to connect to.</param>
/// <param name="User">The user that the connection belongs to.</param>
/// <param name="Recipient">
/// The group; of a peer, the recipient; of attachments, the web server's <c>host:port</c>.
/// </param>
public sealed record DialRequest(HostPort Target, string User, string Recipient);

/// <summary>Describes failed connection attempts for people.</summary>
internal static class DialFailure
{
    /// <summary>Describes an error of the kernel or the resolver.</summary>
    /// <param name="failure">The error.</param>
    /// <param name="target">The target.</param>
    /// <param name="program">The program that should listen at the target.</param>
    public static string Describe(SocketException failure, HostPort target, string program) =>
        failure.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"{target} refuses connections: is {program} running?",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"the host name {target.Host} is not known",
            _ => $"{target} cannot be reached: {failure.Message}",
        };
}
