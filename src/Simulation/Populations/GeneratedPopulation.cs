using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Population;
using MGen.Population.Behaviours;

namespace MGen.Simulation.Populations;

/// <summary>
/// A population drawn by <see cref="PopulationDraw"/>, without files: its conversations are those of the configurations
/// that <c>generate</c> writes, but stored in a <see cref="UserPopulation"/>.
/// </summary>
public sealed class GeneratedPopulation : ISimulatedPopulation
{
    private readonly UserPopulation _population;
    private readonly TimeSpan _bootstrap;
    private readonly Dictionary<BehaviourModel, ConversationModel> _models;
    private readonly AttachmentMode _attachments;

    /// <summary>Creates a simulated population.</summary>
    /// <param name="population">The population.</param>
    /// <param name="bootstrap">Wait of every conversation before it wakes up, unless its own wait replaces it.</param>
    /// <param name="asOriginal">
    /// Whether configurations request the original's behaviour: <c>active_timeout: spell</c> and <c>attachments:
    /// headers-only</c>.
    /// </param>
    /// <param name="rhythm">
    /// Weekly rhythm of all users' idle times, from the start of the run; <c>null</c>: none.
    /// </param>
    public GeneratedPopulation(UserPopulation population, TimeSpan bootstrap, bool asOriginal, Rhythm? rhythm = null)
    {
        ArgumentNullException.ThrowIfNull(population);
        _population = population;
        _bootstrap = bootstrap;
        _attachments = asOriginal ? AttachmentMode.HeadersOnly : AttachmentMode.Full;
        ActiveTimeoutRule rule = asOriginal ? ActiveTimeoutRule.Spell : ActiveTimeoutRule.Quiet;
        IEnumerable<BehaviourModel> behaviours = population.Models.Concat(
            population.Models.SelectMany(model => model.Classes.Select(part => part.Model))
        );
        _models = behaviours.ToDictionary(
            model => model,
            model => model.ToConversationModel(rule) with { Rhythm = rhythm }
        );
    }

    /// <inheritdoc/>
    public int UserCount => _population.UserCount;

    /// <inheritdoc/>
    public int GroupCount => _population.GroupCount;

    /// <inheritdoc/>
    public long ConversationCount => _population.MembershipCount;

    /// <inheritdoc/>
    public string GroupName(int group) => UserPopulation.GroupName(group);

    /// <inheritdoc/>
    public int MemberCount(int group) => _population.SizeOf(group);

    /// <inheritdoc/>
    public string UserName(int group, int member) => UserPopulation.UserName(_population.MembersOf(group)[member]);

    /// <inheritdoc/>
    public SimulatedMember Member(int group, int member)
    {
        Membership membership = _population.MembershipAt(_population.FirstMembership(group) + member);
        bool isDeaf = membership.IsSilent || _population.WaitRule == InitialWaitRule.Original;
        return new SimulatedMember
        {
            User = UserPopulation.UserName(membership.User),
            Seed = _population.Seed,
            Model = ModelOf(group, membership.User),
            Bootstrap = isDeaf ? membership.Wait : _bootstrap,
            FirstIdle =
                isDeaf || membership.Active is not null || _population.WaitRule == InitialWaitRule.None
                    ? null
                    : membership.Wait,
            FirstActive = membership.Active,
            Attachments = _attachments,
        };
    }

    private ConversationModel ModelOf(int group, int user)
    {
        ConversationModel model = _models[_population.BehaviourIn(group, user)];
        // The model is copied only for a group whose rate is not 1; most conversations share a model.
        double rate = _population.RateOf(group);
        return rate == 1 ? model : model with { IdleRate = rate };
    }
}
