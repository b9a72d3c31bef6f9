using System.Globalization;
using MGen.Wire;

namespace MGen.Contract;

/// <summary>One connection of a member, as its user sees it.</summary>
public abstract class GroupMember(string user, string group, ResumeOffer? offer)
{
    private readonly ResumeOffer? _offer = offer;
    private ulong _received;

    /// <summary>Longest wait for anything that must happen; far above what a busy machine needs.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    public string User { get; } = user;

    public string Group { get; } = group;

    /// <summary>What this client would offer on its next connection.</summary>
    public ResumeOffer? Offer => _offer is null ? null : _offer with { Received = _offer.Received + _received };

    /// <summary>The response to the offer; <c>null</c> for a plain client.</summary>
    public ulong? Answer { get; protected set; }

    /// <summary>Sends frames in order.</summary>
    public abstract Task SendAsync(params IReadOnlyList<Frame> frames);

    /// <summary>
    /// Ends the connection in order: reads what is still given. When this returns the group knows that it has left.
    /// </summary>
    /// <returns>Frames that were read until the end.</returns>
    public abstract Task<IReadOnlyList<Frame>> LeaveAsync();

    /// <summary>
    /// Breaks the connection; what was given and not read is gone. When this returns the group knows.
    /// </summary>
    public abstract Task CutAsync();

    /// <summary>Waits until the connection has ended.</summary>
    /// <returns>Frames that came before.</returns>
    public async Task<IReadOnlyList<Frame>> ReadToEndAsync()
    {
        List<Frame> frames = [];
        while (await ReadOrEndAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    /// <summary>Reads one frame.</summary>
    public async Task<Frame> ReadAsync()
    {
        Frame? frame = await ReadOrEndAsync();
        return frame
            ?? throw new InvalidOperationException(
                $"{User} of {Group} awaited a frame after {_received} others, and the connection ended"
            );
    }

    /// <summary>Reads a number of frames.</summary>
    public async Task<IReadOnlyList<Frame>> ReadAsync(int count)
    {
        List<Frame> frames = [];
        while (frames.Count < count)
            frames.Add(await ReadAsync());
        return frames;
    }

    /// <summary>A message of this member.</summary>
    public Frame Message(uint id, uint size = 160) =>
        Frame.Message(Identifier.Create(User), Identifier.Create(Group), id, size);

    /// <summary>Messages with the ids from <paramref name="first"/>.</summary>
    public IReadOnlyList<Frame> Messages(uint first, int count, uint size = 160) =>
        [.. Enumerable.Range(0, count).Select(i => Message(first + (uint)i, size))];

    /// <summary>A receipt of this member.</summary>
    public Frame Receipt(string target, uint id) =>
        Frame.Receipt(Identifier.Create(User), Identifier.Create(target), id);

    /// <summary>One frame, or <c>null</c> at the end of the connection.</summary>
    protected abstract Task<Frame?> NextAsync();

    protected async Task<Frame?> ReadOrEndAsync()
    {
        Frame? frame;
        try
        {
            frame = await NextAsync().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException timeout)
        {
            throw new TimeoutException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{User} of {Group} awaited a frame for {Patience}, after {_received} others"
                ),
                timeout
            );
        }
        _received += frame is null ? 0u : 1u;
        return frame;
    }
}
