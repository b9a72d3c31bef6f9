using System.CommandLine;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway.Front;

/// <summary>The options and arguments of the TLS front, shared by all programs that have one.</summary>
public sealed class FrontCommand
{
    private const string Grammar = "[server.crt server.key] [addr:port] [registration seconds]";

    private readonly Argument<string[]> _positional = new("arguments")
    {
        Description =
            "PEM certificate and key (RSA, EC or PKCS#8), default: a new one in memory; "
            + "address, default 127.0.0.1:6397; seconds in which members only register, default 0: relay immediately.",
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "[server.crt server.key] [addr:port] [seconds]",
    };

    private readonly Option<string> _late = new("--late-registration")
    {
        Description = "What happens to a user first seen after the registration phase.",
        DefaultValueFactory = _ => "accept",
    };

    private readonly Option<string> _records = new("--tls-records")
    {
        Description =
            "One TLS record and packet per message, or one each for header and body, as in the original "
            + "(with --engine managed: two records, usually in one packet).",
        DefaultValueFactory = _ => "single",
    };

    private readonly Option<string> _resumption = new("--resumption")
    {
        Description = "Whether clients that offer it may resume after a connection broke (docs/WIRE.md).",
        DefaultValueFactory = _ => "on",
    };

    private readonly Option<string> _engine = new("--engine")
    {
        Description =
            "OpenSSL's handshake with the program's own record layer (records); OpenSSL for both (openssl); or "
            + ".NET's SslStream (managed).",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int> _loops = new("--loops", "--jobs")
    {
        Description = "Threads of the engines over OpenSSL (default: from the number of processors).",
        DefaultValueFactory = _ => new TlsEngineOptions().Loops,
    };

    private readonly Option<int> _connections = new("--max-connections")
    {
        Description = "Largest number of open connections.",
        DefaultValueFactory = _ => new GatewaySettings().MaxConnections,
    };

    private readonly Option<int> _reconnects = new("--connections-per-second")
    {
        Description =
            "Sustained rate at which one user of a group may connect; above it, after a burst of "
            + $"{new GatewaySettings().ConnectionBurst}, joins are delayed by up to 2 s.",
        DefaultValueFactory = _ => new GatewaySettings().ConnectionsPerSecond,
    };

    private readonly Option<double> _handshake = new("--handshake-timeout")
    {
        HelpName = "seconds",
        Description = "Longest time for TLS and handshake, in seconds.",
        DefaultValueFactory = _ => new GatewaySettings().HandshakeTimeout.TotalSeconds,
    };

    /// <summary>Creates the options.</summary>
    public FrontCommand()
    {
        _late.AcceptOnlyFromAmong("accept", "reject");
        _records.AcceptOnlyFromAmong("single", "split");
        _resumption.AcceptOnlyFromAmong("on", "off");
        _engine.AcceptOnlyFromAmong("auto", "records", "openssl", "managed");
        OptionRules.RequireAtLeast(_loops, 1);
        OptionRules.RequireAtLeast(_connections, 1);
        OptionRules.RequireAtLeast(_reconnects, 1);
        OptionRules.RequireSeconds(_handshake, 0.001, 86_400);
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Arguments.Add(_positional);
        command.AddGroup("Clients", _late, _resumption, _connections, _reconnects, _handshake);
        command.AddGroup("TLS", _records, _engine, _loops);
    }

    /// <summary>Reads the values.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="world">Provides the environment.</param>
    public FrontArguments Read(ParseResult parsed, ProgramWorld world)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(world);
        string program = parsed.RootCommandResult.Command.Name;
        (string? certificate, string? key, HostPort listen, TimeSpan phase, string? problem) = ReadPositional(
            program,
            parsed.GetValue(_positional) ?? []
        );
        FrontOptions options = new()
        {
            OfferResumption = parsed.GetValue(_resumption) == "on",
            Engine = new TlsEngineOptions
            {
                Kind = Enum.Parse<TlsEngineKind>(parsed.GetValue(_engine)!, ignoreCase: true),
                Loops = parsed.GetValue(_loops),
                KeyLogFile = world.Environment("SSLKEYLOGFILE"),
                ReportProblem = problem => world.Error.WriteLine($"{program}: {problem}"),
            },
            Gateway = new GatewaySettings
            {
                Listen = listen,
                RegistrationPhase = phase,
                AcceptLateRegistration = parsed.GetValue(_late) == "accept",
                SplitRecords = parsed.GetValue(_records) == "split",
                MaxConnections = parsed.GetValue(_connections),
                ConnectionsPerSecond = parsed.GetValue(_reconnects),
                HandshakeTimeout = TimeSpan.FromSeconds(parsed.GetValue(_handshake)),
            },
        };
        if (problem is null && phase == TimeSpan.Zero && !options.Gateway.AcceptLateRegistration)
        {
            problem =
                "--late-registration reject needs registration seconds above 0, else no user could register; "
                + $"usage: {program} {Grammar}";
        }
        return new FrontArguments(options, certificate, key, problem);
    }

    /// <summary>
    /// Reads the positional arguments. The two files of the certificate come first, if given; a text that looks like an
    /// address is not a file.
    /// </summary>
    private static (string? Certificate, string? Key, HostPort Listen, TimeSpan Phase, string? Problem) ReadPositional(
        string program,
        string[] given
    )
    {
        Queue<string> rest = new(given);
        (string? certificate, string? key) = (null, null);
        // The parser passes a mistyped option on as an argument, where it would count as a file.
        if (given.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
            return Refuse($"{unknown} is not an option; try --help");
        // As in the original: the meaning of an argument follows from its form and its position.
        if (rest.TryPeek(out string? first) && !HostPort.IsMeant(first))
        {
            certificate = rest.Dequeue();
            if (!rest.TryDequeue(out key))
            {
                return Refuse(
                    $"'{certificate}' is a certificate without its key, or not an address; "
                        + $"usage: {program} {Grammar}"
                );
            }
        }
        HostPort? listen = new GatewaySettings().Listen;
        if (rest.TryDequeue(out string? address) && !HostPort.TryParse(address, out listen))
            return Refuse($"'{address}' is not an address; allowed: {HostPort.ListenGrammar}");
        double seconds = 0;
        if (
            rest.TryDequeue(out string? phase)
            && !(
                double.TryParse(phase, NumberStyles.Float, CultureInfo.InvariantCulture, out seconds)
                && seconds is >= 0 and <= 1e6
            )
        )
            return Refuse($"'{phase}' is not a registration time; allowed: seconds from 0 to 1000000");
        return rest.TryDequeue(out string? extra)
            ? Refuse($"'{extra}' is one argument too many; usage: {program} {Grammar}")
            : (certificate, key, listen, TimeSpan.FromSeconds(seconds), null);
    }

    private static (string?, string?, HostPort, TimeSpan, string?) Refuse(string problem) =>
        (null, null, new GatewaySettings().Listen, TimeSpan.Zero, problem);
}

/// <summary>The values of the options and arguments of <see cref="FrontCommand"/>.</summary>
/// <param name="Options">How the front runs; without the certificate, which is read at the start.</param>
/// <param name="CertificateFile">A PEM file; <c>null</c>: create a certificate.</param>
/// <param name="KeyFile">A PEM file; given if and only if the certificate is.</param>
/// <param name="Problem">The first invalid argument; <c>null</c> if all are valid.</param>
public sealed record FrontArguments(FrontOptions Options, string? CertificateFile, string? KeyFile, string? Problem)
{
    /// <summary>The options, with the certificate read from its files.</summary>
    /// <exception cref="CertificateException">
    /// A file cannot be read, or certificate and key are invalid, not accepted by TLS, or do not match.
    /// </exception>
    public FrontOptions Load() =>
        this is { CertificateFile: { } certificate, KeyFile: { } key }
            ? Options with
            {
                Certificate = ServerCertificate.Load(certificate, key, out var chain),
                Chain = chain,
            }
            : Options;
}
