using MGen.Model.Conversations;

namespace MGen.Model.Configuration.Fields;

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
