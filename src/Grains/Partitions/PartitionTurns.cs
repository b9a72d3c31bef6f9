using MGen.Links;

namespace MGen.Grains.Partitions;

/// <summary>The partitions whose primaries are in this silo: posts find them here, without a call of their grains. On the loop's thread.</summary>
internal sealed class PartitionTurns
{
    private readonly PartitionTurn?[] _turns = new PartitionTurn?[PartitionMap.Count];
    private readonly LinkLoop _loop;

    public PartitionTurns(LinkLoop loop)
    {
        _loop = loop;
        loop.Post(() => loop.Ticked += Check);
    }

    /// <summary>The turn of a partition; <c>null</c> if its grain is elsewhere or has not begun.</summary>
    public PartitionTurn? Find(int partition) => _turns[partition];

    /// <summary>Lets posts in. Any thread.</summary>
    public Task BeginAsync(PartitionTurn turn) => _loop.RunAsync(() =>
    {
        _turns[turn.Partition] = turn;
        turn.StartCommit();
        return Task.FromResult(true);
    });

    /// <summary>Lets no posts in any more; a commit under way ends first. Any thread.</summary>
    public Task EndAsync(PartitionTurn turn) => _loop.RunAsync(async () =>
    {
        if (_turns[turn.Partition] == turn)
            _turns[turn.Partition] = null;
        await turn.EndAsync();
        return true;
    });

    /// <summary>Gives a post to a partition. Any thread.</summary>
    public Task<PostReply> PostAsync(PartitionTurn turn, PartitionInput post) => _loop.RunAsync(() =>
    {
        CalledPost waiting = new(post);
        turn.Post(waiting);
        return waiting.Reply;
    });

    private void Check()
    {
        foreach (PartitionTurn? turn in _turns)
            turn?.Check();
    }
}
