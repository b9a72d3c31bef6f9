using MGen.Model.Configuration.Fields;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The top-level keys that all users' files share.</summary>
/// <param name="User">The user; <c>null</c> if there are errors.</param>
/// <param name="Socks">The proxy, if there is one, and its isolation.</param>
/// <param name="Seed">The seed, if there is one.</param>
/// <param name="Rule">When a spell of activity ends.</param>
/// <param name="Rhythm">The clock of idle times, if there is one.</param>
internal sealed record UserFields(
    Identifier? User,
    SocksSettings Socks,
    ulong? Seed,
    ActiveTimeoutRule Rule,
    Rhythm? Rhythm
)
{
    public static UserFields Read(Section top, ConfigFile file)
    {
        Field? userField = top.Required("user", NameField.Allowed);
        Identifier? user = userField?.Name();
        SocksSettings socks = new(top);
        socks.CheckUser(userField, user);
        return new UserFields(
            user,
            socks,
            top.Optional("seed")?.Whole(),
            ReadRule(top),
            top.Optional("rhythm")?.Rhythm(file)
        );
    }

    private static ActiveTimeoutRule ReadRule(Section top) =>
        top.Optional("active_timeout")?.Choice(("quiet", ActiveTimeoutRule.Quiet), ("spell", ActiveTimeoutRule.Spell))
        ?? ActiveTimeoutRule.Quiet;
}
