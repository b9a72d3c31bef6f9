using MGen.Cli;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Models;
using MGen.Model.Distributions;
using MGen.Simulation.Latencies;

namespace MGen.Tools.Simulating;

/// <summary>Understands <c>--latency</c>.</summary>
internal static class LatencyReader
{
    private const string Allowed = "a duration, a distribution in braces, or a file of measured times";

    /// <summary>The latencies; <c>null</c> if there are errors.</summary>
    public static LatencyModel? Read(SimulateArguments arguments, string workingDirectory, ICollection<ConfigError> errors)
    {
        double factor = arguments.IsLatencyOfRoundTrip ? 0.5 : 1;
        string text = arguments.Latency.Trim();
        if (DurationText.TryParse(text, out TimeSpan constant))
        {
            if (constant > TimeSpan.Zero && char.IsAsciiDigit(text[^1]))
            {
                errors.Add(new ConfigError("--latency", 0, 0, "", "has no unit: milliseconds or seconds?", text, $"{text}ms or {text}s", null));
                return null;
            }
            return LatencyModel.Constant(constant * factor);
        }
        if (ReadDistribution(text, workingDirectory, errors, arguments.IsLatencyOfRoundTrip) is { } distribution)
            return LatencyModel.Random(distribution, factor);
        return null;
    }

    private static TimeDistribution? ReadDistribution(string text, string workingDirectory, ICollection<ConfigError> errors, bool isRoundTrip)
    {
        if (text.StartsWith('{'))
            return TimeDistributionText.Read(text, "--latency", workingDirectory, errors);
        if (text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal) && File.Exists(Path.GetFullPath(text, workingDirectory)))
            return MeasuredFile.Read(text, workingDirectory, errors, isRoundTrip);
        errors.Add(new ConfigError("--latency", 0, 0, "", "is neither a time nor a file that exists", text, Allowed, null));
        return null;
    }
}
