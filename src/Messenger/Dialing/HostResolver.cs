using System.Net;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Looks names up, once for everybody who asks at about the same time: the platform blocks a pool thread for each
/// look-up, and ten thousand conversations of one server start together. There are as many entries as configured names.
/// </summary>
internal sealed class HostResolver(TimeProvider clock)
{
    /// <summary>How long an answer is used again.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Answer> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The addresses of a name. Must not be cancelled by one for all: wait with
    /// <see cref="Task.WaitAsync(CancellationToken)"/>.
    /// </summary>
    public Task<IPAddress[]> ResolveAsync(string host)
    {
        lock (_answers)
        {
            if (_answers.TryGetValue(host, out Answer? known) && IsFresh(known))
                return known.Addresses;
            Answer asked = new(Dns.GetHostAddressesAsync(host), clock.GetTimestamp());
            _answers[host] = asked;
            return asked.Addresses;
        }
    }

    /// <summary>A failed look-up is not used again: whoever retries waits long enough by itself.</summary>
    private bool IsFresh(Answer answer) =>
        !answer.Addresses.IsCompleted
        || (answer.Addresses.IsCompletedSuccessfully && clock.GetElapsedTime(answer.AskedAt) < Lifetime);

    private sealed record Answer(Task<IPAddress[]> Addresses, long AskedAt);
}
