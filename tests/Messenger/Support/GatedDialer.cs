using System.Net.Sockets;
using MGen.Messenger.Dialing;

namespace MGen.Messenger.Tests.Support;

/// <summary>Connects at once, but returns the connection only when the gate opens.</summary>
internal sealed class GatedDialer(Task gate) : IDialer
{
    private readonly DirectDialer _direct = new(TimeProvider.System, new SocketSettings(connections: 1));

    /// <summary>Completes when the first connection is established.</summary>
    public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        Socket socket = await _direct.DialAsync(request, cancellationToken);
        Connected.TrySetResult();
        await gate.WaitAsync(cancellationToken);
        return socket;
    }
}
