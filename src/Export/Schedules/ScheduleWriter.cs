using MGen.Export.Messages;
using MGen.Export.People;

namespace MGen.Export.Schedules;

/// <summary>
/// Writes messages as a schedule: a line each, or a line for each receiver. Times are seconds since the run's first
/// event.
/// </summary>
internal sealed class ScheduleWriter : IExportFormat, IMessageFormat
{
    private readonly ExportFormat _format;
    private readonly Func<long> _start;
    private readonly OutputText _output;
    private bool _hasItems;

    /// <summary>Creates the file.</summary>
    /// <param name="target">Format and path.</param>
    /// <param name="start">Time of the run's first event, in nanoseconds since 1970-01-01 UTC.</param>
    public ScheduleWriter(ExportTarget target, Func<long> start)
    {
        _format = target.Format;
        _start = start;
        _output = new OutputText(target.Path);
        _output.Add(
            _format switch
            {
                ExportFormat.ScheduleCsv => "time,sender,receivers,group,kind,bytes\n"u8,
                ExportFormat.ScheduleFromTimeTo => "from,time,to\n"u8,
                ExportFormat.ScheduleMixnetOptimizer => "[\n"u8,
                _ => ""u8,
            }
        );
    }

    public void Write(ExportedMessage message)
    {
        long time = message.Time - _start();
        switch (_format)
        {
            case ExportFormat.ScheduleCsv:
                WriteCsv(message, time);
                break;
            case ExportFormat.ScheduleJsonLines:
                WriteJson(message, time);
                break;
            case ExportFormat.ScheduleMixnetOptimizer:
                WriteMixnetOptimizer(message, time);
                break;
            default:
                WriteFromTimeTo(message, time);
                break;
        }
    }

    /// <summary>A schedule does not tell of deliveries.</summary>
    public void WriteLate(Conversation sender, uint id, Person receiver, long deliveredAt) { }

    public void Complete()
    {
        if (_format == ExportFormat.ScheduleMixnetOptimizer)
            _output.Add(_hasItems ? "\n]\n"u8 : "]\n"u8);
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    private void WriteCsv(ExportedMessage message, long time)
    {
        _output.AddSeconds(time).Add(","u8).AddField(message.Sender.Person.Name).Add(","u8);
        for (int i = 0; i < message.Receivers.Count; i++)
            _output.Add(i == 0 ? ""u8 : ";"u8).AddField(message.Receivers[i].Person.Name);
        _output
            .Add(","u8)
            .AddField(message.Sender.Group.Name)
            .Add(","u8)
            .AddText(message.Kind)
            .Add(","u8)
            .Add(message.Bytes)
            .Add("\n"u8);
    }

    private void WriteJson(ExportedMessage message, long time)
    {
        _output
            .Add("{\"time\":"u8)
            .AddSeconds(time)
            .Add(",\"sender\":"u8)
            .Add(message.Sender.Person.NameJson)
            .Add(",\"receivers\":["u8);
        for (int i = 0; i < message.Receivers.Count; i++)
            _output.Add(i == 0 ? ""u8 : ","u8).Add(message.Receivers[i].Person.NameJson);
        _output
            .Add("],\"group\":"u8)
            .Add(message.Sender.Group.NameJson)
            .Add(",\"kind\":"u8)
            .AddJson(message.Kind)
            .Add(",\"bytes\":"u8)
            .Add(message.Bytes)
            .Add("}\n"u8);
    }

    private void WriteMixnetOptimizer(ExportedMessage message, long time)
    {
        foreach (Receiver receiver in message.Receivers)
        {
            _output.Add(_hasItems ? ",\n"u8 : ""u8).Add("{\"time\": "u8).AddSeconds(time);
            _output
                .Add(", \"sender\": \""u8)
                .AddText(UserId(message.Sender.Person))
                .Add("\", \"size\": "u8)
                .Add(message.Bytes);
            _output.Add(", \"receiver\": \""u8).AddText(UserId(receiver.Person)).Add("\"}"u8);
            _hasItems = true;
        }
    }

    private void WriteFromTimeTo(ExportedMessage message, long time)
    {
        foreach (Receiver receiver in message.Receivers)
            _output
                .AddField(message.Sender.Person.Name)
                .Add(","u8)
                .AddSeconds(time)
                .Add(","u8)
                .AddField(receiver.Person.Name)
                .Add("\n"u8);
    }

    /// <summary>That simulator's names are <c>u</c> and at least six digits.</summary>
    private static string UserId(Person person) => $"u{person.Number:D6}";
}
