using MGen.Wire;

namespace MGen.Model.Configuration.Fields;

/// <summary>Reads addresses of servers and proxies.</summary>
internal static class AddressField
{
    private const string Scheme = "https://";

    /// <summary>Reads an address to connect to.</summary>
    public static HostPort? Address(this Field field)
    {
        string? text = field.Text(HostPort.Grammar);
        if (text is null || !text.Contains("//", StringComparison.Ordinal))
            return Parse(field, text);
        field.Reject("must be an address without a scheme", HostPort.Grammar);
        return null;
    }

    /// <summary>Reads the address of a web server, optionally preceded by <c>https://</c>.</summary>
    public static HostPort? WebAddress(this Field field)
    {
        string? text = field.Text(HostPort.Grammar);
        if (
            text is null
            || !text.Contains("//", StringComparison.Ordinal)
            || text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        )
            return Parse(field, text);
        field.Reject("only https:// may stand before the address", HostPort.Grammar);
        return null;
    }

    /// <summary>Reads one address or a list of addresses.</summary>
    public static IReadOnlyList<HostPort>? Addresses(this Field field)
    {
        if (field.Items() is not { } items)
            return field.Address() is { } single ? [single] : null;
        if (items.Count is 0 or > ConfigLimits.MaxMessageServers)
        {
            field.Reject($"is a list of {items.Count}", $"1 to {ConfigLimits.MaxMessageServers} addresses");
            return null;
        }
        HostPort?[] addresses = [.. items.Select(Address)];
        return addresses.OfType<HostPort>().ToList() is var valid && valid.Count == addresses.Length ? valid : null;
    }

    private static HostPort? Parse(Field field, string? text)
    {
        if (text is null)
            return null;
        if (!HostPort.TryParse(text, out HostPort? address))
            field.Reject("is not an address with a port", HostPort.Grammar);
        else if (address.Port == 0)
            field.Reject("port 0 cannot be connected to", "a port from 1 to 65535");
        else
            return address;
        return null;
    }
}
