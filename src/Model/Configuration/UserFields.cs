using MGen.Model.Configuration.Fields;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The keys that every user's file may have at its top.</summary>
/// <param name="User">The user; <c>null</c> if there are errors.</param>
/// <param name="Socks">The proxy, if there is one.</param>
/// <param name="Seed">The seed, if there is one.</param>
/// <param name="Rule">When an active spell ends.</param>
internal sealed record UserFields(Identifier? User, HostPort? Socks, ulong? Seed, ActiveTimeoutRule Rule)
{
    public static UserFields Read(Section top) => new(
        top.Required("user", NameField.Allowed)?.Name(),
        top.Optional("socks")?.Address(),
        top.Optional("seed")?.Whole(),
        top.Optional("active_timeout")?.Choice(("quiet", ActiveTimeoutRule.Quiet), ("spell", ActiveTimeoutRule.Spell)) ?? ActiveTimeoutRule.Quiet);
}
