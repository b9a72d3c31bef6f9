using System.Collections.Concurrent;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A schedule that failed.</summary>
/// <param name="Seed">The schedule's seed.</param>
/// <param name="After">Number of schedules up to and including this one, in the order of seeds.</param>
/// <param name="Violation">The violation.</param>
/// <param name="Shrunk">The shrunk schedule, as <see cref="ScheduleText"/>; it fails, too.</param>
/// <param name="ShrunkViolation">The violation of the shrunk schedule.</param>
internal sealed record Finding(ulong Seed, long After, string Violation, string Shrunk, string ShrunkViolation);

/// <summary>The result of an exploration.</summary>
/// <param name="Schedules">Schedules that were run; with a hole, up to the first failure.</param>
/// <param name="Steps">Events in all schedules that were run, also in those after the first failure.</param>
/// <param name="Violations">The failures, by seed.</param>
internal sealed record Exploration(long Schedules, long Steps, IReadOnlyList<Finding> Violations);

/// <summary>
/// Runs schedules of consecutive seeds on several threads. The violations found do not depend on the number of threads.
/// </summary>
internal static class Explorer
{
    /// <summary>Failures after which an exploration stops.</summary>
    public const int MaxViolations = 20;

    private const int Block = 64;

    /// <summary>
    /// Runs the schedules of seeds from <paramref name="seed"/> on. Starts no further block of schedules after the
    /// first failure with a hole, and after the 20th without.
    /// </summary>
    public static Exploration Run(ulong seed, long schedules, Hole hole, int threads)
    {
        int enough = hole == Hole.None ? MaxViolations : 1;
        ConcurrentQueue<(long Index, Outcome Outcome)> failed = [];
        long next = 0,
            steps = 0,
            done = 0;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        // Blocks are taken in order and finished, so with enough failures the first ones are among them.
        (long Index, Outcome Outcome)[] first = [.. failed.OrderBy(one => one.Index).Take(enough)];
        long counted = hole != Hole.None && first.Length > 0 ? first[0].Index + 1 : done;
        return new Exploration(counted, steps, [.. first.Select(one => Shrink(seed, one.Index, one.Outcome, hole))]);

        void Work()
        {
            for (
                long from = Interlocked.Add(ref next, Block) - Block;
                from < schedules && failed.Count < enough;
                from = Interlocked.Add(ref next, Block) - Block
            )
            {
                for (long i = from; i < Math.Min(schedules, from + Block); i++)
                {
                    Outcome outcome = Simulator.Run(Schedule.Generate(seed + (ulong)i), hole);
                    Interlocked.Add(ref steps, outcome.Steps);
                    Interlocked.Increment(ref done);
                    if (outcome.Violation is not null)
                        failed.Enqueue((i, outcome));
                }
            }
        }
    }

    private static Finding Shrink(ulong seed, long index, Outcome outcome, Hole hole)
    {
        Schedule shrunk = Simulator.Shrink(Schedule.Generate(seed + (ulong)index), hole);
        return new Finding(
            seed + (ulong)index,
            index + 1,
            outcome.Violation!,
            ScheduleText.Format(shrunk),
            Simulator.Run(shrunk, hole).Violation!
        );
    }
}
