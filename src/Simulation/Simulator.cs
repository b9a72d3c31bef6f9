using MGen.Simulation.Events;
using MGen.Simulation.Groups;
using MGen.Simulation.Populations;
using MGen.Simulation.Results;

namespace MGen.Simulation;

/// <summary>
/// Runs a population's conversations in virtual time. Groups do not touch each other (a user has a machine of their own in each), so threads
/// take them one by one and simulate each to its end: memory holds as many groups as there are threads, however long the run and however
/// large the population.
/// </summary>
/// <remarks>The event log is sorted outside of memory: threads sort what fits into their buffers, and the runs are merged at the end.</remarks>
public sealed class Simulator
{
    /// <summary>Groups taken at once, so that threads rarely meet: at most so many, and so few that all threads end at about the same time.</summary>
    private const int MaxBatch = 64;

    private readonly ISimulatedPopulation _population;
    private readonly SimulationOptions _options;
    private readonly int _batch;
    private int _nextGroup;
    private long _conversationsDone;
    private long _events;
    private long _logEvents;
    private long _logEventsTotal;

    /// <summary>Prepares a simulation, to be run once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    public Simulator(ISimulatedPopulation population, SimulationOptions options)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (_population, _options) = (population, options);
        _batch = Math.Clamp(population.GroupCount / (options.Threads * MaxBatch), 1, MaxBatch);
    }

    /// <summary>How far it is. Any thread, at any time.</summary>
    public SimulationProgress Progress => new(
        Interlocked.Read(ref _conversationsDone), _population.ConversationCount, Interlocked.Read(ref _events), Interlocked.Read(ref _logEvents), Interlocked.Read(ref _logEventsTotal));

    /// <summary>Simulates, on the calling thread and others of the pool.</summary>
    /// <param name="log">Takes the event log once everything is simulated; <c>null</c> makes none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="IOException">A temporary file of the log could not be written or read.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory of temporary files may not be written to.</exception>
    public SimulationResult Run(IEventSink? log = null, CancellationToken cancellationToken = default)
    {
        using RunFiles files = new(_options.TemporaryDirectory);
        Worker[] workers = [.. Enumerable.Range(0, _options.Threads).Select(_ => new Worker(_options, log is null ? null : files))];
        RunAll(workers, cancellationToken);
        if (log is not null)
            WriteLog(workers, files, log, cancellationToken);
        Tally sum = workers[0].Tally;
        foreach (Worker worker in workers[1..])
            sum.Add(worker.Tally);
        return new SimulationResult(
            sum.ToCounts(_population.UserCount, _population.GroupCount, _population.ConversationCount),
            sum.ToRoundTrips(),
            workers.Sum(worker => worker.Buffer?.Total ?? 0));
    }

    private void RunAll(Worker[] workers, CancellationToken cancellationToken)
    {
        try
        {
            Parallel.For(0, workers.Length, new ParallelOptions { MaxDegreeOfParallelism = workers.Length }, i => TakeGroups(workers[i], cancellationToken));
        }
        catch (AggregateException failures)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.InnerExceptions[0]);
        }
    }

    private void TakeGroups(Worker worker, CancellationToken cancellationToken)
    {
        while (true)
        {
            int first = Interlocked.Add(ref _nextGroup, _batch) - _batch;
            int last = Math.Min(first + _batch, _population.GroupCount);
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
        _options.Observed is not { } isObserved || Enumerable.Range(0, _population.MemberCount(group)).Any(member => isObserved(_population.UserName(group, member)));

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
        List<IEventRun> runs = [.. files.Open(cancellationToken), .. workers.Select(worker => worker.Buffer!.Rest())];
        RunMerger.Merge(
            runs,
            (in SimulatedEvent item) =>
            {
                log.Write(names.Name(item));
                Volatile.Write(ref _logEvents, _logEvents + 1); // this thread alone writes it
            },
            cancellationToken);
    }

    /// <summary>What one thread has for itself.</summary>
    private sealed class Worker
    {
        public Worker(SimulationOptions options, RunFiles? files)
        {
            Buffer = files is null ? null : new EventBuffer(options.BufferedEvents, files);
            Simulation = new GroupSimulation(options, Tally = new Tally(options.Duration + options.Grace), Buffer is null ? null : new EventRecorder(Buffer, options.LogExtended, options.LogSendsOnly));
        }

        public Tally Tally { get; }

        public EventBuffer? Buffer { get; }

        public GroupSimulation Simulation { get; }
    }
}
