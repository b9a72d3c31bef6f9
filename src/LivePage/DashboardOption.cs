using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using MGen.Cli.Help;
using MGen.Wire;

namespace MGen.LivePage;

/// <summary>The option that turns a program's live page on: <c>--dashboard [addr:port]</c>.</summary>
public sealed class DashboardOption
{
    /// <summary>The option's name in servers and generators.</summary>
    public const string Name = "--dashboard";

    private readonly Option<DashboardAddress?> _option;
    private readonly int _port;

    /// <summary>Creates the option.</summary>
    /// <param name="port">The port on loopback if no address is given.</param>
    /// <param name="name">The option's name.</param>
    public DashboardOption(int port, string name = Name)
    {
        _port = port;
        _option = new Option<DashboardAddress?>(name)
        {
            HelpName = "addr:port",
            Description =
                $"Serve a live web page of the run; anyone who can reach the address can read it. Without an address: 127.0.0.1:{port}, or another port if that one is in use.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Parse,
        };
    }

    /// <summary>Adds the option to a command, under a heading.</summary>
    public void AddTo(Command command, string group)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.AddGroup(group, _option);
    }

    /// <summary>Reads the value; <c>null</c> if there is to be no page.</summary>
    public DashboardAddress? Read(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return parsed.GetResult(_option) is null ? null : parsed.GetValue(_option) ?? Default;
    }

    private DashboardAddress Default => new(new IPEndPoint(IPAddress.Loopback, _port), IsChosen: false);

    private DashboardAddress? Parse(ArgumentResult result)
    {
        if (result.Tokens.Count == 0)
            return Default;
        string text = result.Tokens[0].Value;
        if (HostPort.TryParse(text, out HostPort? address))
        {
            if (address.Host == "localhost")
                return new DashboardAddress(new IPEndPoint(IPAddress.Loopback, address.Port), IsChosen: true);
            if (IPAddress.TryParse(address.Host, out IPAddress? ip))
                return new DashboardAddress(new IPEndPoint(ip, address.Port), IsChosen: true);
        }
        result.AddError(
            $"{_option.Name} '{text}' is not the address of a network interface and a port, as in 127.0.0.1:{_port} or [::1]:0; without an address, put the option after the arguments"
        );
        return null;
    }
}

/// <summary>Where a live page is served.</summary>
/// <param name="EndPoint">The address to listen on.</param>
/// <param name="IsChosen">
/// Whether the user named the address. If not, another port is used if this one is taken.
/// </param>
public sealed record DashboardAddress(IPEndPoint EndPoint, bool IsChosen);
