using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Hosts;
using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>Reads the recipients of a conversation.</summary>
internal static class RecipientsField
{
    /// <summary>The accepted form, for errors.</summary>
    public static readonly string Allowed =
        $"the name of another user, or a list of 1 to {ConfigLimits.MaxRecipients} of them";

    /// <summary>Reads all recipients with their addresses; <c>null</c> if there are errors.</summary>
    /// <param name="field">A name or a list of names.</param>
    /// <param name="sender">
    /// The sending user, who may not be a recipient, with the proxy that must be able to carry each name.
    /// </param>
    /// <param name="hosts">
    /// The addresses of all peers; <c>null</c> if unknown: then no recipient is reported as missing.
    /// </param>
    public static IReadOnlyList<Recipient>? Recipients(this Field field, UserFields sender, HostsFile? hosts)
    {
        IReadOnlyList<Field> items = field.Items() ?? [field];
        if (items.Count is 0 or > ConfigLimits.MaxRecipients)
        {
            field.Reject($"is a list of {items.Count}", Allowed);
            return null;
        }
        HashSet<Identifier> seen = [];
        List<Recipient> recipients = [.. items.Select(item => ReadOne(item, sender, hosts, seen)).OfType<Recipient>()];
        return recipients.Count == items.Count ? recipients : null;
    }

    private static Recipient? ReadOne(Field field, UserFields sender, HostsFile? hosts, HashSet<Identifier> seen)
    {
        if (field.Name() is not { } name)
            return null;
        sender.Socks.CheckRecipient(field, name);
        HostPort? address = null;
        if (name.Equals(sender.User))
            field.Reject("is the user, who cannot be a recipient of the own messages");
        else if (!seen.Add(name))
            field.Reject("is a recipient already");
        else if (hosts is not null && !hosts.TryGet(name, out address))
            field.Reject(
                $"is not in the hosts file {PrintableText.Escape(hosts.ShownAs)}",
                hint: DidYouMean.Hint(name.Text, hosts.Names.Select(known => known.Text))
            );
        return address is null ? null : new Recipient(name, address);
    }
}
