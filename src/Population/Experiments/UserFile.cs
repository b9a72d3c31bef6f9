using System.Globalization;
using System.Text;
using MGen.Population.Behaviours;

namespace MGen.Population.Experiments;

/// <summary>
/// Writes one user's configuration. What all conversations share stands at the top; a conversation is one line with its group and what is its own.
/// </summary>
internal sealed class UserFile(UserPopulation population, ExperimentPlan plan, ExperimentOptions options, ModelFolders models)
{
    /// <summary>Appends the file of a user.</summary>
    public void Append(StringBuilder text, int user)
    {
        UserPlace place = population.PlaceOf(user);
        Line(text, $"user: {UserPopulation.UserName(user)}");
        Line(text, $"seed: {population.Seed}");
        if (options.Tors > 0)
            Line(text, $"socks: {plan.SocksOf(user)}");
        if (options.IsPeer && options.Tors > 0)
            Line(text, $"listen: 127.0.0.1:{plan.PeerPort(user)}");
        if (!options.IsPeer)
            AppendServers(text, "", 0);
        if (options.AsOriginal)
            AppendOriginal(text);
        Line(text, $"bootstrap: {options.Bootstrap.TotalSeconds}");
        Line(text, $"retry: {options.Retry.TotalSeconds}");
        if (options.Rhythm is { } rhythm)
            Line(text, $"rhythm: [{string.Join(", ", rhythm.Weights.Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)))}]");
        AppendModel(text, place.Model);
        AppendConversations(text, user);
    }

    private void AppendServers(StringBuilder text, string indent, int server)
    {
        Line(text, $"{indent}message_server: {plan.MessageServer(server)}");
        Line(text, $"{indent}web_server: {plan.WebServer(server)}");
    }

    private void AppendOriginal(StringBuilder text)
    {
        Line(text, $"active_timeout: spell");
        if (options.IsPeer)
            return;
        Line(text, $"attachments: headers-only");
        Line(text, $"tls_records: split");
    }

    private void AppendModel(StringBuilder text, int model)
    {
        BehaviourModel behaviour = population.Models[model];
        Line(text, $"distributions:");
        Line(text, $"  s: {behaviour.ActivateOnSend}");
        Line(text, $"  r: {behaviour.ActivateOnReceive}");
        foreach ((string part, string file) in new[] { ("m", "sizes"), ("i", "I"), ("w", "W"), ("a_s", "As"), ("a_r", "Ar") })
            Line(text, $"  {part}: {{distribution: Weighted, weights_file: \"{ExperimentPlan.FromHost(models.FolderOf(model))}/{file}.dat\"}}");
    }

    private void AppendConversations(StringBuilder text, int user)
    {
        ReadOnlySpan<int> memberships = population.MembershipsOf(user);
        text.Append(memberships.IsEmpty ? "conversations: []\n" : "conversations:\n");
        foreach (int number in memberships)
            AppendConversation(text, population.MembershipAt(number));
    }

    private void AppendConversation(StringBuilder text, in Membership membership)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - {{group: {UserPopulation.GroupName(membership.Group)}");
        if (membership.IsSilent || population.WaitRule == InitialWaitRule.Original)
            text.Append(CultureInfo.InvariantCulture, $", bootstrap: {membership.Wait.TotalSeconds:0.###}");
        else if (population.WaitRule == InitialWaitRule.Residual)
            text.Append(CultureInfo.InvariantCulture, $", first_idle: {membership.Wait.TotalSeconds:0.###}");
        int server = population.ServerOf(membership.Group);
        if (options.IsPeer)
            AppendRecipients(text, membership);
        else if (server > 0)
            text.Append(CultureInfo.InvariantCulture, $", message_server: {plan.MessageServer(server)}, web_server: {plan.WebServer(server)}");
        text.Append("}\n");
    }

    /// <summary>All others of the group; the original's generator lists the user, too, who then writes to themselves.</summary>
    private void AppendRecipients(StringBuilder text, in Membership membership)
    {
        text.Append(", recipients: [");
        string separator = "";
        foreach (int member in population.MembersOf(membership.Group))
        {
            if (member == membership.User)
                continue;
            text.Append(separator).Append(UserPopulation.UserName(member));
            separator = ", ";
        }
        text.Append(']');
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
