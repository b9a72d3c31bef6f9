using System.Globalization;
using MGen.Model.Conversations;
using MGen.Simulation.Populations;

namespace MGen.Fitting.Goodness;

/// <summary>The fitted users of one chat as a population of one group. A user's name is their number.</summary>
internal sealed class ChatMembers(int chat, IReadOnlyList<int> users, IReadOnlyList<ConversationModel> models)
    : ISimulatedPopulation
{
    public int UserCount => users.Count;

    public int GroupCount => 1;

    public long ConversationCount => users.Count;

    public string GroupName(int group) => chat.ToString(CultureInfo.InvariantCulture);

    public int MemberCount(int group) => users.Count;

    public SimulatedMember Member(int group, int member) =>
        new() { User = UserName(group, member), Model = models[member] };

    public string UserName(int group, int member) => users[member].ToString(CultureInfo.InvariantCulture);
}
