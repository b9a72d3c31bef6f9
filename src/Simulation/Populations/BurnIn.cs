using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Population;
using MGen.Simulation.Groups;
using MGen.Simulation.Latencies;
using MGen.Simulation.Results;

namespace MGen.Simulation.Populations;

/// <summary>
/// The stationary start: simulates each group before the run, starting from residual idle times, and takes the
/// resulting states of its conversations. Its draws have their own generators, so that the draws of the run do not
/// change.
/// </summary>
/// <remarks>
/// A group of n members is simulated for <see cref="IdleRounds"/> times the mean time between two bursts, which is the
/// mean idle delay (i) / (n x rate), plus <see cref="QuietRounds"/> times the mean quiet timeout (w), but at most for
/// <see cref="Longest"/>. With a rhythm the simulation ends at the moment of the week at which the run starts. Frames
/// have no latency, so none is in flight at the end.
/// </remarks>
/// <param name="asOriginal">Whether the quiet timeout (w) counts from the start of a spell, as in the original.</param>
/// <param name="rhythm">
/// Weekly rhythm of idle times, from the start of the run; <c>null</c>: none, or the start is unknown.
/// </param>
public sealed class BurnIn(bool asOriginal, Rhythm? rhythm) : IStartDraw
{
    /// <summary>
    /// Number of mean times between two bursts. With this value the rate of the first hour was measured to be within 1
    /// % of the long-run rate (docs/POPULATION.md).
    /// </summary>
    private const double IdleRounds = 8;

    private const double QuietRounds = 20;

    /// <summary>
    /// Number of events after which a group is stopped and its state is taken. A group that is never silent forgets its
    /// initial state before that.
    /// </summary>
    private const long MostEventsPerGroup = 50_000;

    private const int GroupsPerBatch = 256;

    /// <summary>Whole weeks, so that the rhythm has the same phase at both ends.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(63);

    private static readonly SimulationOptions Options = new()
    {
        Seed = 0,
        Duration = Longest,
        Grace = TimeSpan.Zero,
        StaggerScale = 0,
        Latency = LatencyModel.Constant(TimeSpan.Zero),
    };

    /// <inheritdoc/>
    public ActiveMember[] Draw(UserPopulation population, float[] waits, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(waits);
        GeneratedPopulation run = new(population, TimeSpan.Zero, asOriginal, rhythm);
        int batches = (population.GroupCount + GroupsPerBatch - 1) / GroupsPerBatch;
        ActiveMember[][] active = new ActiveMember[batches][];
        try
        {
            Parallel.For(
                0,
                batches,
                new ParallelOptions { CancellationToken = stop },
                () => new Worker(population, run, waits, stop),
                (batch, _, worker) =>
                {
                    active[batch] = worker.Simulate(
                        batch * GroupsPerBatch,
                        Math.Min((batch + 1) * GroupsPerBatch, population.GroupCount)
                    );
                    return worker;
                },
                _ => { }
            );
        }
        catch (AggregateException failures)
            when (failures.InnerExceptions.Any(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException(stop);
        }
        return [.. active.SelectMany(members => members)];
    }

    /// <summary>The groups of one thread, one after the other.</summary>
    private sealed class Worker(UserPopulation users, GeneratedPopulation run, float[] waits, CancellationToken stop)
    {
        private readonly EarlierPopulation _earlier = new(users, run);
        private readonly Tally _tally = new(Longest);
        private readonly List<ActiveMember> _active = [];
        private GroupSimulation? _simulation;

        /// <summary>Simulates groups, and takes the states of their members.</summary>
        /// <returns>The members who are active, ascending.</returns>
        public ActiveMember[] Simulate(int firstGroup, int endGroup)
        {
            _active.Clear();
            for (int group = firstGroup; group < endGroup; group++)
                Simulate(group);
            _active.Sort((one, other) => one.Membership.CompareTo(other.Membership));
            return [.. _active];
        }

        private void Simulate(int group)
        {
            _simulation ??= new GroupSimulation(Options, _tally, recorder: null);
            TimeSpan reached = new(_simulation.Run(_earlier, group, stop, MostEventsPerGroup));
            int first = users.FirstMembership(group);
            _simulation.ForEachAwake((member, model, state) => Take(first + member, model, state, reached));
            if (reached < Longest)
                _simulation = null; // The group was cut off, with frames in flight.
        }

        private void Take(int membership, ConversationModel model, in ConversationState state, TimeSpan now)
        {
            ActiveStart? spell = ActiveStart.From(state, now);
            // Workers write to different elements of one array, so they need no lock.
            waits[membership] = spell is null ? Seconds(IdleLeft(model, state, now)) : 0;
            if (spell is { } under)
                _active.Add(
                    new ActiveMember(membership, Seconds(under.Send), Seconds(under.Leave), Seconds(under.Quiet))
                );
        }
    }

    /// <summary>
    /// The remainder of an idle time as in <c>first_idle</c>: in activity time, and before division by the
    /// conversation's rate.
    /// </summary>
    private static TimeSpan IdleLeft(ConversationModel model, in ConversationState state, TimeSpan now)
    {
        TimeSpan due = state.SendAt > now ? state.SendAt : now;
        return model.IdleRate * (model.Rhythm is { } clock ? clock.ActivityBetween(now, due) : due - now);
    }

    private static float Seconds(TimeSpan time) =>
        (float)Math.Min(time.TotalSeconds, ConfigLimits.MaxWait.TotalSeconds);

    /// <summary>
    /// The same users before the run, for one thread. They have another seed and are awake only at the end of
    /// <see cref="Longest"/>, for the group's duration. Silent members are never awake.
    /// </summary>
    private sealed class EarlierPopulation(UserPopulation users, GeneratedPopulation population) : ISimulatedPopulation
    {
        private readonly ulong _seed = ConversationSeed.Hash(users.Seed, "population start", "0");
        private int _group = -1;
        private TimeSpan _duration;

        public int UserCount => population.UserCount;

        public int GroupCount => population.GroupCount;

        public long ConversationCount => population.ConversationCount;

        public string GroupName(int group) => population.GroupName(group);

        public int MemberCount(int group) => population.MemberCount(group);

        public string UserName(int group, int member) => population.UserName(group, member);

        public SimulatedMember Member(int group, int member)
        {
            if (group != _group)
            {
                _group = group;
                _duration = DurationOf(group);
            }
            bool isSilent = users.IsSilent(users.FirstMembership(group) + member);
            TimeSpan wait = isSilent ? Longest : Longest - _duration;
            // A seed of its own: the draws before the run must not be those of the run.
            return population.Member(group, member) with { Seed = _seed, Bootstrap = wait };
        }

        /// <summary>How long a group is simulated before the run.</summary>
        private TimeSpan DurationOf(int group)
        {
            ReadOnlySpan<int> members = users.MembersOf(group);
            double seconds = 0;
            foreach (int user in members)
            {
                Population.Behaviours.BehaviourModel behaviour = users.BehaviourIn(group, user);
                seconds +=
                    (IdleRounds * behaviour.MeanIdleSeconds / (users.RateOf(group) * members.Length))
                    + (QuietRounds * behaviour.MeanQuietSeconds);
            }
            return TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, seconds / members.Length));
        }
    }
}
