using MGen.Simulation.Events;
using MGen.Simulation.Groups;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;

namespace MGen.Simulation;

/// <summary>
/// Simulates the conversations of a population in virtual time. Groups are independent, because a user has a separate
/// machine in each, so each thread simulates one group to its end before the next. Memory therefore contains as many
/// groups as there are threads, for any duration and population.
/// </summary>
/// <remarks>
/// The event log is sorted externally: each thread sorts its events by the buffer into runs, and the runs are merged at
/// the end.
/// </remarks>
public sealed class Simulator
{
    /// <summary>
    /// Largest number of groups that a thread takes at a time: large enough to rarely contend, small enough that all
    /// threads end at about the same time.
    /// </summary>
    private const int MaxBatch = 64;

    private readonly ISimulatedPopulation _population;
    private readonly SimulationOptions _options;
    private readonly int _batch;
    private int _nextGroup;
    private long _conversationsDone;
    private long _events;
    private long _logEvents;
    private long _logEventsTotal;

    /// <summary>Prepares a simulation that is run once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    public Simulator(ISimulatedPopulation population, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _population = population;
        _options = options;
        _batch = Math.Clamp(population.GroupCount / (options.Threads * MaxBatch), 1, MaxBatch);
    }

    /// <summary>The progress. Thread-safe.</summary>
    public SimulationProgress Progress =>
        new(
            Interlocked.Read(ref _conversationsDone),
            _population.ConversationCount,
            Interlocked.Read(ref _events),
            Interlocked.Read(ref _logEvents),
            Interlocked.Read(ref _logEventsTotal)
        );

    /// <summary>Runs the simulation on the calling thread and threads of the pool.</summary>
    /// <param name="log">Receives the event log after the simulation; <c>null</c>: no log.</param>
    /// <param name="cancellationToken">Cancels the simulation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="EventLog.TemporaryFilesException">A temporary file of the log cannot be written.</exception>
    /// <exception cref="IOException">A temporary file of the log cannot be read.</exception>
    public SimulationResult Run(IEventSink? log = null, CancellationToken cancellationToken = default)
    {
        using RunFiles files = new(_options.TemporaryDirectory);
        Worker[] workers =
        [
            .. Enumerable.Range(0, _options.Threads).Select(_ => new Worker(_options, log is null ? null : files)),
        ];
        RunAll(workers, cancellationToken);
        if (log is not null)
            WriteLog(workers, files, log, cancellationToken);
        Tally sum = workers[0].Tally;
        foreach (Worker worker in workers[1..])
            sum.Add(worker.Tally);
        return new SimulationResult(
            sum.ToCounts(_population.UserCount, _population.GroupCount, _population.ConversationCount),
            sum.ToRoundTrips(),
            workers.Sum(worker => worker.Buffer?.Total ?? 0)
        );
    }

    private void RunAll(Worker[] workers, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(
                0,
                workers.Length,
                new ParallelOptions { MaxDegreeOfParallelism = workers.Length },
                i => TakeGroups(workers[i], cancellationToken)
            );
        }
        catch (AggregateException failures)
        {
            // Callers expect the failure itself, with its stack, not a collection of what each thread has thrown.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private void TakeGroups(Worker worker, CancellationToken cancellationToken)
    {
        while (true)
        {
            int first = Interlocked.Add(ref _nextGroup, _batch) - _batch;
            int last = Math.Min(first + _batch, _population.GroupCount);
            // Negative if the counter has overflowed, after nearly 2^31 groups.
            if (first >= last || first < 0)
                return;
            for (int group = first; group < last; group++)
            {
                if (IsObserved(group))
                    Simulate(worker, group, cancellationToken);
                else
                    Interlocked.Add(ref _conversationsDone, _population.MemberCount(group));
            }
        }
    }

    private bool IsObserved(int group) =>
        _options.Observed is not { } isObserved
        || Enumerable
            .Range(0, _population.MemberCount(group))
            .Any(member => isObserved(_population.UserName(group, member)));

    private void Simulate(Worker worker, int group, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long before = worker.Tally.Events;
        worker.Simulation.Run(_population, group, cancellationToken);
        Interlocked.Add(ref _events, worker.Tally.Events - before);
        Interlocked.Add(ref _conversationsDone, _population.MemberCount(group));
    }

    private void WriteLog(Worker[] workers, RunFiles files, IEventSink log, CancellationToken cancellationToken)
    {
        EventNames names = new(_population, _options.Epoch);
        Interlocked.Exchange(ref _logEventsTotal, workers.Sum(worker => worker.Buffer!.Total));
        // The rest of each buffer stays in memory and is merged from there.
        List<IEventRun> runs = [.. files.Open(cancellationToken), .. workers.Select(worker => worker.Buffer!.Rest())];
        RunMerger.Merge(
            runs,
            (in SimulatedEvent item) =>
            {
                log.Write(names.Name(item));
                Volatile.Write(ref _logEvents, _logEvents + 1); // only this thread writes it
            },
            cancellationToken
        );
    }

    /// <summary>The objects of one thread.</summary>
    private sealed class Worker
    {
        public Worker(SimulationOptions options, RunFiles? files)
        {
            Buffer = files is null ? null : new EventBuffer(options.BufferedEvents, files);
            Simulation = new GroupSimulation(
                options,
                Tally = new Tally(options.Duration + options.Grace),
                Buffer is null ? null : new EventRecorder(Buffer, options.LogExtended, options.LogSendsOnly)
            );
        }

        public Tally Tally { get; }

        public EventBuffer? Buffer { get; }

        public GroupSimulation Simulation { get; }
    }
}

/// <summary>Progress of a simulation.</summary>
/// <param name="ConversationsDone">Number of conversations whose group is complete.</param>
/// <param name="Conversations">Number of all conversations.</param>
/// <param name="Events">Number of events simulated so far.</param>
/// <param name="LogEvents">
/// Number of log events passed to the sink so far; this begins when all groups are complete.
/// </param>
/// <param name="LogEventsTotal">Number of all log events; 0 until the groups are complete.</param>
public readonly record struct SimulationProgress(
    long ConversationsDone,
    long Conversations,
    long Events,
    long LogEvents,
    long LogEventsTotal
);
