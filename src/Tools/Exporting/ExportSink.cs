using MGen.Cli;
using MGen.EventLog;
using MGen.Export;
using MGen.Model.Configuration;
using MGen.Simulation.Events;

namespace MGen.Tools.Exporting;

/// <summary>Exports a simulation while it runs, without an intermediate event log.</summary>
internal sealed class ExportSink(ExportOptions options) : IEventSink, IDisposable
{
    private readonly ExportRun _run = new(
        options with
        {
            Disorder = TimeSpan.Zero,
        },
        $"mgentools {ProgramVersion.Text}"
    );

    public void Write(in LogEvent item) => _run.Take(item);

    /// <summary>Returns a sink that exports events and then writes them to the event log.</summary>
    public IEventSink Before(IEventSink log) => new Both(_run, log);

    /// <summary>Messages that observed people have sent so far.</summary>
    public long SentByObserved => _run.SentByObserved;

    public ExportCounts Complete() => _run.Complete();

    public void Dispose() => _run.Dispose();

    private sealed class Both(ExportRun run, IEventSink log) : IEventSink
    {
        public void Write(in LogEvent item)
        {
            run.Take(item);
            log.Write(item);
        }
    }
}

/// <summary>
/// Settings of simulated users that change their traffic. An export does not read them: it follows its own options.
/// </summary>
/// <param name="Users">
/// The number of users; <c>null</c> for a generated population. Then each of the other numbers is 1 if all users have
/// the setting, and 0 if none has it.
/// </param>
/// <param name="Split">Users with <c>tls_records: split</c>.</param>
/// <param name="Fresh">Users with <c>resume: false</c>.</param>
/// <param name="HeadersOnly">Users with <c>attachments: headers-only</c>.</param>
internal sealed record WireSettings(int? Users, int Split, int Fresh, int HeadersOnly)
{
    /// <summary>The settings that <c>--as-original</c> writes into configurations.</summary>
    public static WireSettings Original { get; } = new(Users: null, Split: 1, Fresh: 0, HeadersOnly: 1);

    /// <summary>The settings of configurations.</summary>
    public static WireSettings From(IReadOnlyList<UserConfig> users) =>
        new(
            users.Count,
            users.Count(user => user.TlsRecords == TlsRecordMode.Split),
            users.Count(user => !user.Resume),
            users.Count(user => user.Attachments == AttachmentMode.HeadersOnly)
        );

    /// <summary>Whether any output consists of TLS records.</summary>
    public static bool ConsistsOfRecords(ExportOptions options) =>
        options.Targets.Any(target =>
            target.Format
                is ExportFormat.Maybenot
                    or ExportFormat.MaybenotWithSize
                    or ExportFormat.Npz
                    or ExportFormat.Pcapng
        );

    /// <summary>Returns a warning for each setting from which an export of records or packets differs.</summary>
    public IEnumerable<string> Contradictions(ExportOptions options)
    {
        if (!ConsistsOfRecords(options))
            yield break;
        if (options.SplitRecords ? Split < (Users ?? 1) : Split > 0)
            yield return $"{Format(Split)} tls_records: split, but the records are {(options.SplitRecords ? "split" : "single")} for everybody; --split-records decides";
        if (options.Resume ? Fresh > 0 : Fresh < (Users ?? 1))
            yield return $"{Format(Fresh)} resume: false, but the connections {(options.Resume ? "resume" : "do not resume")} for everybody; --no-resume decides";
        if (HeadersOnly > 0)
            yield return $"{Format(HeadersOnly)} attachments: headers-only, but the exported attachments are whole";
    }

    private string Format(int users) =>
        Users is not { } all ? $"{(users > 0 ? "all" : "no")} users have"
        : users == 1 ? $"1 of {all:N0} users has"
        : $"{users:N0} of {all:N0} users have";
}
