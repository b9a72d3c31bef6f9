using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Export;

namespace MGen.Tools.Exporting;

/// <summary>The options of an export, which <c>export</c> and <c>simulate</c> share.</summary>
internal sealed class ExportOptionSet
{
    private static readonly ExportOptions Defaults = new() { Targets = [] };

    private readonly Option<string[]> _export = new("--export")
    {
        HelpName = "format=path",
        Description =
            $"Write this format to this file or directory; may be repeated. Formats: {ExportTargetText.Names}",
    };

    private readonly Option<string[]> _observe = new("--observe")
    {
        HelpName = "who",
        Description =
            "Whose traffic to export: a name, a pattern as in 'user1*', a share of the people as in 0.1%, 'server' (its link, with times there), or everyone; may be repeated (default: everyone)",
    };

    private readonly Option<string> _per = Word(
        "--per",
        "What a trace or row covers: a person or a conversation (default: person)",
        "person",
        "conversation"
    );
    private readonly Option<string> _unit = Word(
        "--unit",
        "Element of a trace or row: a TLS record, a TCP segment with data, or a cell of 514 bytes (default: record)",
        "record",
        "packet",
        "cell"
    );
    private readonly Option<string> _label = Word(
        "--label",
        "npz: meaning of y (default: person)",
        "person",
        "conversation",
        "activity"
    );
    private readonly Option<string> _value = Word(
        "--value",
        "npz: meaning of X, besides the direction (default: time)",
        "time",
        "size"
    );
    private readonly Option<TimeSpan?> _window = DurationOption.Create(
        "--window",
        "npz: time covered by a row (default: 60s)"
    );
    private readonly Option<int?> _length = Number("--length", "npz: elements of a row (default: 500)", 1, 1_000_000);
    private readonly Option<bool> _receipts = new("--receipts")
    {
        Description = "schedule, truth, parquet: include receipts",
    };
    private readonly Option<TimeSpan?> _wait = DurationOption.Create(
        "--delivery-wait",
        "truth, parquet: time limit for the last delivery of a message (default: 10m)"
    );
    private readonly Option<TimeSpan?> _roundTrip = DurationOption.Create(
        "--rtt",
        "Round trip between a device and its servers (default: 0s)"
    );
    private readonly Option<int?> _mss = Number("--mss", "Largest TCP segment in bytes (default: 1460)", 88, 65_000);
    private readonly Option<TimeSpan?> _ackDelay = DurationOption.Create(
        "--ack-delay",
        "How long a TCP acknowledgement is delayed (default: 40ms)"
    );
    private readonly Option<TimeSpan?> _keepalive = DurationOption.Create(
        "--keepalive",
        "pcapng: a device's TCP probes a connection after this time without a packet; 0s: never (default: 45s)"
    );
    private readonly Option<bool> _split = new("--split-records")
    {
        Description = "Header and body in separate TLS records, as with tls_records: split",
    };
    private readonly Option<bool> _noResume = new("--no-resume")
    {
        Description = "Connections do not resume, as with resume: false",
    };
    private readonly Option<int?> _certificate = Number(
        "--certificate-bytes",
        "Size of the servers' certificate in DER (default: 385)",
        100,
        16_000
    );
    private readonly Option<string?> _webServer = new("--web-server")
    {
        HelpName = "addr:port",
        Description =
            $"The web server's address in requests, which contributes to their length (default: {Defaults.WebServer})",
    };

    private readonly Option<bool> _comments = new("--comments")
    {
        Description = "pcapng: add a comment with the message to each packet that carries one",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command, string workingDirectory)
    {
        command.AddGroup("Export", All);
        command.Validators.Add(result => CheckTargets(result, workingDirectory));
    }

    /// <summary>Whether <c>--export</c> was given.</summary>
    public bool IsGiven(ParseResult given) => given.GetValue(_export) is { Length: > 0 };

    /// <summary>Whether <c>--export</c> was given, for validators.</summary>
    public bool IsGiven(CommandResult given) => given.GetResult(_export) is { Tokens.Count: > 0 };

    /// <summary>Reads the values; <c>null</c> without <c>--export</c>.</summary>
    public ExportOptions? Read(ParseResult given, string workingDirectory)
    {
        if (!IsGiven(given))
            return null;
        if (!PeopleFilter.TryParse(given.GetValue(_observe) ?? [], out PeopleFilter observed, out string? problem))
            throw new ExportException(problem!);
        return new ExportOptions
        {
            Targets = [.. given.GetValue(_export)!.Select(text => Parsed(text, workingDirectory))],
            Observed = observed,
            Scope = given.GetValue(_per) == "conversation" ? TraceScope.Conversation : TraceScope.Person,
            Unit = given.GetValue(_unit) switch
            {
                "packet" => TraceUnit.Packet,
                "cell" => TraceUnit.Cell,
                _ => TraceUnit.Record,
            },
            Label = given.GetValue(_label) switch
            {
                "conversation" => RowLabel.Conversation,
                "activity" => RowLabel.Activity,
                _ => RowLabel.Person,
            },
            Value = given.GetValue(_value) == "size" ? ElementValue.Size : ElementValue.Time,
            Window = given.GetValue(_window) ?? Defaults.Window,
            RowLength = given.GetValue(_length) ?? Defaults.RowLength,
            WithReceipts = given.GetValue(_receipts),
            DeliveryWait = given.GetValue(_wait) ?? Defaults.DeliveryWait,
            RoundTrip = given.GetValue(_roundTrip) ?? Defaults.RoundTrip,
            SegmentBytes = given.GetValue(_mss) ?? Defaults.SegmentBytes,
            AckDelay = given.GetValue(_ackDelay) ?? Defaults.AckDelay,
            KeepaliveIdle = given.GetValue(_keepalive) ?? Defaults.KeepaliveIdle,
            WebServer = given.GetValue(_webServer) ?? Defaults.WebServer,
            SplitRecords = given.GetValue(_split),
            Resume = !given.GetValue(_noResume),
            CertificateBytes = given.GetValue(_certificate) ?? Defaults.CertificateBytes,
            Comments = given.GetValue(_comments),
        };
    }

    private IEnumerable<Option> All =>
        [
            _export,
            _observe,
            _per,
            _unit,
            _label,
            _value,
            _window,
            _length,
            _receipts,
            _wait,
            _roundTrip,
            _mss,
            _ackDelay,
            _keepalive,
            _split,
            _noResume,
            _certificate,
            _webServer,
            _comments,
        ];

    private static ExportTarget Parsed(string text, string workingDirectory) =>
        ExportTargetText.TryParse(text, workingDirectory, out ExportTarget? target, out string? problem)
            ? target!
            : throw new ExportException(problem!);

    /// <remarks>Validators read tokens only, because an option that could not be parsed has no value.</remarks>
    private void CheckTargets(CommandResult result, string workingDirectory)
    {
        string[] exports = Tokens(result, _export);
        List<string> paths = [];
        foreach (string text in exports)
        {
            if (!ExportTargetText.TryParse(text, workingDirectory, out ExportTarget? target, out string? problem))
                result.AddError($"--export: {problem}");
            else if (target!.Path is "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1")
                result.AddError($"--export: '{target.Path}' is used for the report; name a file or a named pipe");
            else if (paths.Contains(target.Path))
                result.AddError(
                    $"--export: two outputs have the path '{text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]}'"
                );
            else
                paths.Add(target.Path);
        }
        if (Tokens(result, _webServer) is [{ Length: 0 or > 255 } web])
            result.AddError($"--web-server: '{web}' is not an address of 1 to 255 characters");
        if (!PeopleFilter.TryParse(Tokens(result, _observe), out _, out string? who))
            result.AddError($"--observe: {who}");
        foreach (Option<TimeSpan?> option in (Option<TimeSpan?>[])[_window, _wait])
        {
            if (
                Tokens(result, option) is [string text]
                && DurationText.TryParse(text, out TimeSpan time)
                && time == TimeSpan.Zero
            )
                result.AddError($"{option.Name} must be above 0");
        }
        if (
            exports.Length == 0
            && All.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } stray
        )
            result.AddError($"{stray.Name} requires --export");
    }

    private static string[] Tokens(CommandResult result, Option option) =>
        [.. (result.GetResult(option)?.Tokens ?? []).Select(token => token.Value)];

    private static Option<string> Word(string name, string description, params string[] words)
    {
        Option<string> option = new(name) { HelpName = string.Join('|', words), Description = description };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static Option<int?> Number(string name, string description, int least, int most) =>
        new(name)
        {
            HelpName = "n",
            Description = description,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    && number >= least
                    && number <= most
                )
                    return number;
                result.AddError($"{name}: '{text}' is not a whole number from {least} to {most}");
                return null;
            },
        };
}

/// <summary>Parses <c>FORMAT=PATH</c>.</summary>
internal static class ExportTargetText
{
    private static readonly (string Name, ExportFormat Format)[] Formats =
    [
        ("schedule", ExportFormat.ScheduleCsv),
        ("schedule:jsonl", ExportFormat.ScheduleJsonLines),
        ("schedule:mixnet-optimizer", ExportFormat.ScheduleMixnetOptimizer),
        ("schedule:from-time-to", ExportFormat.ScheduleFromTimeTo),
        ("schedule:online", ExportFormat.ScheduleOnline),
        ("maybenot", ExportFormat.Maybenot),
        ("maybenot:size", ExportFormat.MaybenotWithSize),
        ("npz", ExportFormat.Npz),
        ("pcapng", ExportFormat.Pcapng),
        ("truth", ExportFormat.Truth),
        ("parquet", ExportFormat.Parquet),
    ];

    /// <summary>The names of all formats.</summary>
    public static string Names => string.Join(", ", Formats.Select(format => format.Name));

    /// <summary>Parses a format and a path.</summary>
    /// <param name="text">The text as typed.</param>
    /// <param name="workingDirectory">The directory of relative paths.</param>
    /// <param name="target">The result.</param>
    /// <param name="problem">The error, with what is allowed.</param>
    public static bool TryParse(string text, string workingDirectory, out ExportTarget? target, out string? problem)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? text : text[..equals];
        int place = Array.FindIndex(Formats, format => format.Name == name);
        target = null;
        problem = null;
        if (place < 0)
            problem = $"'{name}' is not a format: expected FORMAT=PATH, with one of {Names}";
        else if (equals < 0 || equals == text.Length - 1)
            problem = $"'{text}' has no path: expected {name}=PATH";
        else
            target = new ExportTarget(Formats[place].Format, Path.GetFullPath(text[(equals + 1)..], workingDirectory));
        return problem is null;
    }
}
