using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Models;
using MGen.Simulation.Latencies;

namespace MGen.Tools.Simulating;

/// <summary>Reads the value of <c>--latency</c>.</summary>
internal static class LatencyReader
{
    private const string Allowed = "a duration, a distribution in braces, or a file of measured times";

    /// <summary>Returns the latency model; <c>null</c> after an error.</summary>
    public static LatencyModel? Read(
        SimulateArguments arguments,
        string workingDirectory,
        ICollection<ConfigError> errors
    )
    {
        double factor = arguments.IsLatencyOfRoundTrip ? 0.5 : 1;
        string text = arguments.Latency.Trim();
        if (DurationText.LacksUnit(text))
            errors.Add(new ConfigError("--latency", 0, 0, "", "has no unit", text, $"{text}ms or {text}s", null));
        else if (DurationText.TryParse(text, out TimeSpan constant))
            return LatencyModel.Constant(constant * factor);
        else if (text.StartsWith('{'))
            return TimeDistributionText.Read(text, "--latency", workingDirectory, errors) is { } distribution
                ? LatencyModel.Random(distribution, factor)
                : null;
        else if (IsFile(text, workingDirectory))
            return MeasuredFile.Read(text, workingDirectory, errors, arguments.IsLatencyOfRoundTrip) is { } measured
                ? LatencyModel.Measured(measured, factor)
                : null;
        else
            errors.Add(
                new ConfigError("--latency", 0, 0, "", "is neither a time nor a file that exists", text, Allowed, null)
            );
        return null;
    }

    private static bool IsFile(string text, string workingDirectory) =>
        text.Length > 0
        && !text.Contains('\0', StringComparison.Ordinal)
        && File.Exists(Path.GetFullPath(text, workingDirectory));
}
