using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MGen.Model.Configuration.Files;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration.Fields;

/// <summary>Reads names of users and groups.</summary>
internal static class NameField
{
    /// <summary>The accepted names, for errors.</summary>
    public static readonly string Allowed =
        $"1 to {WireLimits.MaxIdentifierBytes} bytes of UTF-8 without commas and control characters";

    public static Identifier? Name(this Field field)
    {
        if (field.Text(Allowed) is not { } text)
            return null;
        if (Identifier.TryCreate(Encoding.UTF8.GetBytes(text), out Identifier? name, out WireViolation why))
            return name;
        field.Reject(Reason(why), Allowed);
        return null;
    }

    private static string Reason(WireViolation why) =>
        why switch
        {
            WireViolation.EmptyIdentifier => "must not be empty",
            WireViolation.IdentifierTooLong => "is too long",
            WireViolation.ForbiddenCharacter => "has a comma or a control character",
            _ => "is not a name",
        };
}

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
        field.Reject("the only allowed scheme is https://", HostPort.Grammar);
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

/// <summary>Reads paths of PEM files with certificates.</summary>
internal static class CertificatesField
{
    /// <summary>Largest accepted file, in bytes: 4 MiB. A system's whole bundle has some 200 KiB.</summary>
    private const int MaxBytes = 4 << 20;

    /// <summary>
    /// Reads the path of a PEM file that is readable and holds at least one certificate; returns its full path. The
    /// certificates are not parsed here.
    /// </summary>
    public static string? Certificates(this Field field, ConfigFile config)
    {
        if (field.ExistingFile(config) is not { } file)
            return null;
        if (!TextFile.TryRead(file.FullPath, MaxBytes, out string text, out TextFileProblem? problem))
            field.Reject(problem.Message, "a readable PEM file");
        else if (!HasCertificate(text))
            field.Reject("holds no certificate", "a PEM file with at least one CERTIFICATE block");
        else
            return file.FullPath;
        return null;
    }

    private static bool HasCertificate(ReadOnlySpan<char> text)
    {
        while (PemEncoding.TryFind(text, out PemFields block))
        {
            if (text[block.Label] is "CERTIFICATE")
                return true;
            text = text[block.Location.End..];
        }
        return false;
    }
}

/// <summary>Reads paths of files that a configuration names.</summary>
internal static class FileField
{
    private const string Allowed = "the path of a file, relative to this one or to the working directory";

    /// <summary>
    /// Reads the path of an existing file, searched for in the directory of <paramref name="config"/> and then in
    /// the working directory.
    /// </summary>
    public static ConfigFile? ExistingFile(this Field field, ConfigFile config)
    {
        if (field.Text(Allowed) is not { } path)
            return null;
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            field.Reject("is not a path", Allowed);
            return null;
        }
        ConfigFile[] candidates = [.. config.Candidates(path)];
        ConfigFile? existing = Array.Find(candidates, candidate => File.Exists(candidate.FullPath));
        if (existing is null)
            field.Reject(
                candidates.Any(c => Directory.Exists(c.FullPath)) ? "is a directory" : "there is no such file",
                Allowed
            );
        return existing;
    }
}

/// <summary>Reads a spell of activity that is in progress at the start.</summary>
internal static class ActiveStartField
{
    /// <summary>The accepted form, for errors.</summary>
    public const string Allowed = "{send: seconds, leave: seconds, quiet: seconds}";

    public static ActiveStart? ActiveStart(this Field field)
    {
        if (field.Section(Allowed) is not { } section)
            return null;
        TimeSpan? send = section.Required("send", WaitField.Allowed)?.Wait();
        Field? leaveField = section.Required("leave", WaitField.Allowed);
        TimeSpan? leave = leaveField?.Wait();
        TimeSpan? quiet = section.Required("quiet", WaitField.Allowed)?.Wait();
        section.RejectUnknownKeys();
        if (leave > quiet)
            leaveField!.Reject("is after the whole quiet timeout", "at most quiet");
        return send is null || leave is null || quiet is null
            ? null
            : new ActiveStart(send.Value, leave.Value, quiet.Value);
    }
}

/// <summary>Reads waits in seconds.</summary>
internal static class WaitField
{
    /// <summary>The accepted values, for errors.</summary>
    public static readonly string Allowed = $"seconds, from 0 to {ConfigLimits.MaxWait.TotalSeconds}";

    public static TimeSpan? Wait(this Field field) =>
        field.Number(0, ConfigLimits.MaxWait.TotalSeconds, Allowed) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}

/// <summary>The numbers of YAML 1.2's core schema, as far as a configuration needs them.</summary>
internal static class PlainNumber
{
    /// <summary>
    /// Parses <c>1</c>, <c>-1.0</c>, <c>1e3</c>, <c>.5</c> and <c>5.</c>. Also accepts numbers that are not finite, for
    /// the caller to reject: <c>.inf</c> and <c>.nan</c> as NaN, <c>1e999</c> as infinity.
    /// </summary>
    public static bool TryParseReal(ReadOnlySpan<char> text, out double value)
    {
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = double.NaN;
        ReadOnlySpan<char> unsigned = text.TrimStart("+-");
        if (
            unsigned.Equals(".inf", StringComparison.OrdinalIgnoreCase)
            || unsigned.Equals(".nan", StringComparison.OrdinalIgnoreCase)
        )
            return true;
        return unsigned.ContainsAnyInRange('0', '9')
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Parses <c>12</c>, <c>+12</c> and <c>0xC</c>.</summary>
    public static bool TryParseWhole(ReadOnlySpan<char> text, out ulong value)
    {
        if (text.StartsWith("0x"))
            return ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        ReadOnlySpan<char> digits = text.StartsWith('+') ? text[1..] : text;
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
