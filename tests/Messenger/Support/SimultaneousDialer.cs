using System.Collections.Concurrent;
using System.Net.Sockets;
using MGen.Messenger.Dialing;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// Makes the users of each pair dial each other at the same time: returns their first connections once both are
/// established.
/// </summary>
internal sealed class SimultaneousDialer : IDialer
{
    private readonly DirectDialer _direct = new(TimeProvider.System, new SocketSettings(connections: 1));
    private readonly ConcurrentDictionary<(string, string), Meeting> _meetings = new();

    /// <summary>How many pairs had two connections at the same time.</summary>
    public int Meetings => _meetings.Values.Count(meeting => meeting.Both.IsCompleted);

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        Socket socket = await _direct.DialAsync(request, cancellationToken);
        string[] pair = [request.User, request.Recipient];
        Array.Sort(pair, StringComparer.Ordinal);
        Meeting meeting = _meetings.GetOrAdd((pair[0], pair[1]), _ => new Meeting());
        meeting.Arrive();
        await meeting.Both.WaitAsync(Eventually.Patience, cancellationToken);
        return socket;
    }

    private sealed class Meeting
    {
        private readonly TaskCompletionSource _both = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _arrived;

        public Task Both => _both.Task;

        public void Arrive()
        {
            if (Interlocked.Increment(ref _arrived) == 2)
                _both.SetResult();
        }
    }
}
