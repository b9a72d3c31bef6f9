using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>Connects sockets: directly, or through a proxy.</summary>
public interface IDialer
{
    /// <summary>Connects to a target.</summary>
    /// <returns>A connected socket with the settings of <see cref="SocketSettings"/>. The caller owns it.</returns>
    /// <exception cref="SocketException">The name is unknown, or nobody answers there. Of a proxy a
    /// <see cref="SocksException"/>, which tells whether to try again.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken);
}
