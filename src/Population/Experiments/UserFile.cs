using System.Globalization;
using System.Text;
using MGen.Model.Conversations;
using MGen.Population.Behaviours;

namespace MGen.Population.Experiments;

/// <summary>
/// Writes one user's configuration. Settings that all conversations share are at the top. Each conversation is one line
/// with its group and its own settings.
/// </summary>
internal sealed class UserFile(
    UserPopulation population,
    ExperimentPlan plan,
    ExperimentOptions options,
    ModelFolders models
)
{
    private static readonly (string Part, string File)[] Tables =
    [
        ("m", "sizes"),
        ("i", "I"),
        ("w", "W"),
        ("a_s", "As"),
        ("a_r", "Ar"),
    ];

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
            Line(text, $"rhythm: [{string.Join(", ", rhythm.Weights.Select(Exact))}]");
        bool hasClasses = population.Models[place.Model].Classes.Count > 0;
        if (!hasClasses)
            AppendModel(text, place.Model);
        AppendConversations(text, user, hasClasses);
    }

    private static string Exact(double weight) => weight.ToString("R", CultureInfo.InvariantCulture);

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

    /// <summary>Appends one model for all conversations.</summary>
    private void AppendModel(StringBuilder text, int model)
    {
        BehaviourModel behaviour = population.Models[model];
        Line(text, $"distributions:");
        Line(text, $"  s: {behaviour.ActivateOnSend}");
        Line(text, $"  r: {behaviour.ActivateOnReceive}");
        foreach ((string part, string file) in Tables)
            Line(text, $"  {part}: {WeightsFile(models.FolderOf(model, members: 2), file)}");
    }

    /// <summary>
    /// Appends the model for the size of a conversation's group: in full at the first occurrence of the size class in
    /// the file, afterwards as a YAML alias.
    /// </summary>
    private void AppendClassModel(StringBuilder text, in Membership membership, HashSet<string> written)
    {
        int model = population.PlaceOf(membership.User).Model;
        int size = population.SizeOf(membership.Group);
        ClassBehaviour part = ModelFolders.ClassOf(population.Models[model], size)!;
        if (!written.Add(part.Class.Folder))
        {
            text.Append(CultureInfo.InvariantCulture, $", distributions: *{part.Class.Folder}");
            return;
        }
        string folder = models.FolderOf(model, size);
        text.Append(CultureInfo.InvariantCulture, $", distributions: &{part.Class.Folder} ");
        text.Append(
            CultureInfo.InvariantCulture,
            $"{{s: {part.Model.ActivateOnSend}, r: {part.Model.ActivateOnReceive}"
        );
        foreach ((string distribution, string file) in Tables)
            text.Append(CultureInfo.InvariantCulture, $", {distribution}: {WeightsFile(folder, file)}");
        text.Append('}');
    }

    private static string WeightsFile(string folder, string file) =>
        $"{{distribution: Weighted, weights_file: \"{ExperimentPlan.FromHost(folder)}/{file}.dat\"}}";

    private void AppendConversations(StringBuilder text, int user, bool hasClasses)
    {
        HashSet<string>? written = hasClasses ? [] : null;
        ReadOnlySpan<int> memberships = population.MembershipsOf(user);
        text.Append(memberships.IsEmpty ? "conversations: []\n" : "conversations:\n");
        foreach (int number in memberships)
            AppendConversation(text, population.MembershipAt(number), written);
    }

    private void AppendConversation(StringBuilder text, in Membership membership, HashSet<string>? written)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - {{group: {UserPopulation.GroupName(membership.Group)}");
        if (membership.IsSilent || population.WaitRule == InitialWaitRule.Original)
            text.Append(CultureInfo.InvariantCulture, $", bootstrap: {membership.Wait.TotalSeconds:0.###}");
        else if (membership.Active is { } active)
            AppendActive(text, active);
        else if (population.WaitRule is InitialWaitRule.Residual or InitialWaitRule.Stationary)
            text.Append(CultureInfo.InvariantCulture, $", first_idle: {membership.Wait.TotalSeconds:0.###}");
        double rate = population.RateOf(membership.Group);
        if (rate != 1)
            text.Append(CultureInfo.InvariantCulture, $", rate: {rate}");
        int server = population.ServerOf(membership.Group);
        if (options.IsPeer)
            AppendRecipients(text, membership);
        else if (server > 0)
            text.Append(
                CultureInfo.InvariantCulture,
                $", message_server: {plan.MessageServer(server)}, web_server: {plan.WebServer(server)}"
            );
        if (written is not null)
            AppendClassModel(text, membership, written);
        text.Append("}\n");
    }

    private static void AppendActive(StringBuilder text, ActiveStart active)
    {
        text.Append(CultureInfo.InvariantCulture, $", first_active: {{send: {active.Send.TotalSeconds:0.###}, ");
        text.Append(CultureInfo.InvariantCulture, $"leave: {active.Leave.TotalSeconds:0.###}, ");
        text.Append(CultureInfo.InvariantCulture, $"quiet: {active.Quiet.TotalSeconds:0.###}}}");
    }

    /// <summary>
    /// Appends all other members of the group. The original's generator also lists the user, who then sends messages to
    /// themselves; this is not reproduced.
    /// </summary>
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

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
