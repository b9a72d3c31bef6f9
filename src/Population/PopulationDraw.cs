using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.Population.Matching;
using MGen.Population.Statistics;

namespace MGen.Population;

/// <summary>
/// Draws populations. Equal requests give equal populations, on any machine and with any number of threads.
/// </summary>
public sealed class PopulationDraw
{
    private readonly PopulationRequest _request;
    private readonly int[] _dyads;
    private readonly int[] _groups;
    private readonly UserPlace[] _places;

    private PopulationDraw(PopulationRequest request)
    {
        _request = request;
        _dyads = new int[request.Users];
        _groups = new int[request.Users];
        _places = new UserPlace[request.Users];
    }

    /// <summary>Describes the parts of a request that cannot be met; empty if all can be met.</summary>
    public static IReadOnlyList<string> Check(PopulationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        List<string> problems = [];
        if (request.Users is < 2 or > PopulationRequest.MaxUsers)
            problems.Add($"{request.Users} users: 2 to {PopulationRequest.MaxUsers} are allowed");
        if (request.Servers is < 1 or > PopulationRequest.MaxServers)
            problems.Add($"{request.Servers} servers: 1 to {PopulationRequest.MaxServers} are allowed");
        if (request.GroupSizes.Values[0] > request.Users && request.Groups.Values[^1] > 0)
            problems.Add(
                $"the smallest group has {request.GroupSizes.Values[0]} members, but there are {request.Users} users"
            );
        if (request.Users * (request.Dyads.Mean + request.Groups.Mean) > 1.5e9)
            problems.Add(
                $"{request.Users} users with {request.Dyads.Mean + request.Groups.Mean:F1} conversations each: "
                    + "at most 1.5e9 conversations are allowed"
            );
        if (request is { WaitRule: InitialWaitRule.Stationary, StartDraw: null })
            problems.Add("a stationary start needs a draw of first states");
        return problems;
    }

    /// <summary>Draws a population.</summary>
    /// <param name="request">The request; <see cref="Check"/> finds no problem in it.</param>
    /// <param name="progress">Receives a description of each step.</param>
    /// <param name="stop">Cancels the work between two steps, and during the draw of a stationary start.</param>
    /// <exception cref="ArgumentException"><see cref="Check"/> finds a problem.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static DrawnPopulation Draw(
        PopulationRequest request,
        Action<string>? progress = null,
        CancellationToken stop = default
    )
    {
        if (Check(request) is [{ } problem, ..])
            throw new ArgumentException(problem, nameof(request));
        PopulationDraw draw = new(request);
        return draw.Run(
            step =>
            {
                stop.ThrowIfCancellationRequested();
                progress?.Invoke(step);
            },
            stop
        );
    }

    private DrawnPopulation Run(Action<string> begin, CancellationToken stop)
    {
        begin("drawing users");
        DrawUsers();
        begin("pairing users");
        MatchedGroups dyads = DyadMatching.Match(_dyads, PopulationStream.ForDyads(_request.Seed));
        begin("seating users in groups");
        MatchedGroups groups = DrawGroups(out CountDistribution? sizeDistribution);
        begin("drawing waits");
        PopulationParts parts = Assemble(dyads, groups);
        WaitDraw.Fill(parts, dyads, groups, _request);
        if (_request.WaitRule == InitialWaitRule.Stationary)
        {
            begin("simulating the time before the run");
            parts = parts with { Active = _request.StartDraw!.Draw(new UserPopulation(parts), parts.Waits, stop) };
        }
        begin("counting");
        UserPopulation all = new(parts);
        UserPopulation kept = _request.DormantAfter is { } wait
            ? new UserPopulation(DormantGroups.Remove(parts, wait))
            : all;
        Realisation realisation = new Census(_request, new AskedDegrees(_dyads, _groups)).Count(
            all,
            kept,
            sizeDistribution
        );
        return new DrawnPopulation(kept, realisation);
    }

    private void DrawUsers()
    {
        for (int user = 0; user < _places.Length; user++)
        {
            Xoshiro256 random = PopulationStream.ForUser(_request.Seed, user);
            int model = (int)random.NextBelow((ulong)_request.Models.Count);
            int host = (int)random.NextBelow((ulong)_request.Hosts);
            _places[user] = new UserPlace(model, host, user % _request.Tors);
            _dyads[user] = _request.Dyads.Draw(ref random);
            _groups[user] = _request.Groups.Draw(ref random);
        }
    }

    /// <summary>
    /// Draws the groups of more than two members. No group is larger than the number of users who want to be in such a
    /// group, unless even the smallest requested size is larger.
    /// </summary>
    private MatchedGroups DrawGroups(out CountDistribution? distribution)
    {
        distribution = null;
        int slots = checked(_groups.Sum());
        if (slots == 0)
            return new MatchedGroups([0], [], []);
        int least = _request.GroupSizes.Values[0];
        int largest = Math.Max(least, _groups.Count(degree => degree > 0));
        CountDistribution asked =
            _request.SizeView == GroupSizeView.Memberships ? _request.GroupSizes : _request.GroupSizes.PerMembership();
        distribution = asked.Within(least, largest)!;
        Xoshiro256 random = PopulationStream.ForGroups(_request.Seed);
        List<int> sizes = GroupSizes.Choose(distribution, slots, ref random);
        return GroupMatching.Match(_groups, sizes, least, random);
    }

    private PopulationParts Assemble(MatchedGroups dyads, MatchedGroups groups)
    {
        int dyadMembers = dyads.Members.Length;
        int[] firstOfGroup = [.. dyads.FirstOfGroup[..^1], .. groups.FirstOfGroup.Select(first => first + dyadMembers)];
        return new PopulationParts
        {
            Seed = _request.Seed,
            WaitRule = _request.WaitRule,
            Models = _request.Models,
            Users = _places,
            Dyads = dyads.FirstOfGroup.Length - 1,
            FirstOfGroup = firstOfGroup,
            MemberUsers = [.. dyads.Members, .. groups.Members],
            Waits = new float[dyadMembers + groups.Members.Length],
            Servers = DrawServers(firstOfGroup.Length - 1),
            Rates = _request.Rates is { } rates ? DrawRates(rates, firstOfGroup) : [],
        };
    }

    private double[] DrawRates(GroupRates rates, int[] firstOfGroup)
    {
        Xoshiro256 random = PopulationStream.ForRates(_request.Seed);
        double[] drawn = new double[firstOfGroup.Length - 1];
        for (int group = 0; group < drawn.Length; group++)
            drawn[group] = rates.Draw(firstOfGroup[group + 1] - firstOfGroup[group], ref random);
        return drawn;
    }

    private ushort[] DrawServers(int groups)
    {
        Xoshiro256 random = PopulationStream.ForServers(_request.Seed);
        ushort[] servers = new ushort[groups];
        for (int group = 0; group < groups; group++)
            servers[group] = (ushort)random.NextBelow((ulong)_request.Servers);
        return servers;
    }
}

/// <summary>A population, and how it compares with the request.</summary>
/// <param name="Population">The population.</param>
/// <param name="Realisation">The comparison.</param>
public sealed record DrawnPopulation(UserPopulation Population, Realisation Realisation);
