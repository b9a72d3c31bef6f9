namespace MGen.Simulation.Events;

/// <summary>Merges sorted runs.</summary>
internal static class RunMerger
{
    private const int EventsBetweenLooks = 65_536;

    /// <summary>Receives an event.</summary>
    public delegate void Receiver(in SimulatedEvent item);

    /// <summary>
    /// Passes all events of the runs to <paramref name="receive"/> in order, and disposes of the runs.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static void Merge(IReadOnlyList<IEventRun> runs, Receiver receive, CancellationToken cancellationToken)
    {
        try
        {
            PriorityQueue<IEventRun, SimulatedEvent> heads = new(runs.Count);
            foreach (IEventRun run in runs)
            {
                if (run.TryNext(out SimulatedEvent first))
                    heads.Enqueue(run, first);
            }
            Drain(heads, receive, cancellationToken);
        }
        finally
        {
            foreach (IEventRun run in runs)
                run.Dispose();
        }
    }

    /// <summary>
    /// Stays with a run as long as its next event is the earliest: with a single run nothing is compared.
    /// </summary>
    private static void Drain(
        PriorityQueue<IEventRun, SimulatedEvent> heads,
        Receiver receive,
        CancellationToken cancellationToken
    )
    {
        long count = 0;
        while (heads.TryDequeue(out IEventRun? run, out SimulatedEvent earliest))
        {
            bool isMore;
            bool isAlone = !heads.TryPeek(out _, out SimulatedEvent other);
            do
            {
                if (++count % EventsBetweenLooks == 0)
                    cancellationToken.ThrowIfCancellationRequested();
                receive(earliest);
                isMore = run.TryNext(out earliest);
            } while (isMore && (isAlone || earliest.CompareTo(other) < 0));
            if (isMore)
                heads.Enqueue(run, earliest);
        }
    }
}
