using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>
/// A SOCKS5 proxy gave no connection. Also a <see cref="SocketException"/>, for those who need not know that there is a
/// proxy.
/// </summary>
public sealed class SocksException : SocketException
{
    /// <summary>A failure that nothing is known of.</summary>
    public SocksException()
        : this(SocksFailure.GeneralFailure, "the proxy failed") { }

    /// <summary>A failure whose kind is not known.</summary>
    public SocksException(string message)
        : this(SocksFailure.GeneralFailure, message) { }

    /// <summary>A failure whose kind is known.</summary>
    public SocksException(SocksFailure failure, string message)
        : base((int)SocksReplies.ErrorOf(failure), message) => Failure = failure;

    /// <summary>What went wrong.</summary>
    public SocksFailure Failure { get; }

    /// <summary>Whether every further attempt would fail alike.</summary>
    public bool IsFatal => SocksReplies.IsFatal(Failure);
}
