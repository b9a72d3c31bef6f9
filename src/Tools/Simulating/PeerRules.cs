using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Tools.Simulating;

/// <summary>What a simulation of peers needs, and what has no meaning there.</summary>
internal static class PeerRules
{
    /// <summary>
    /// A run of <c>mgen-peer</c> may be a part of an experiment; simulated is the whole one, or messages would be lost
    /// in silence.
    /// </summary>
    public static IEnumerable<ConfigError> MissingRecipients(IReadOnlyList<PeerConfig> users)
    {
        HashSet<Identifier> known = [.. users.Select(user => user.User)];
        return from user in users
            from conversation in user.Conversations
            from recipient in conversation.Recipients
            where !known.Contains(recipient.User)
            let at = conversation.Position
            select new ConfigError(
                at.File,
                at.Line,
                at.Column,
                "recipients",
                "has no file among these, and all peers are needed",
                recipient.User.Text,
                null,
                null
            );
    }

    /// <summary>Options that speak of servers.</summary>
    public static IEnumerable<string> StrayOptions(SimulateArguments arguments)
    {
        (string Name, bool IsGiven, string Why)[] options =
        [
            (
                "--connect-time",
                arguments.ConnectTime > TimeSpan.Zero,
                "frames between peers take --latency, and their connections no time"
            ),
            ("--registration", arguments.Registration > TimeSpan.Zero, "peers have no server that they register with"),
            (
                "--attachment-rate",
                double.IsFinite(arguments.AttachmentBytesPerSecond),
                "peers send large messages whole, without a web server"
            ),
            ("--stagger-scale", arguments.StaggerScale is < 1 or > 1, "peers start without a stagger"),
        ];
        return options
            .Where(option => option.IsGiven)
            .Select(option => $"{option.Name} goes with clients only: {option.Why}");
    }
}
