namespace MGen.Model.Configuration.Fields;

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
