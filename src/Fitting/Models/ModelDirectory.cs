using System.Globalization;
using MGen.Fitting.Distributions;
using MGen.Fitting.Races;
using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Fitting.Models;

/// <summary>
/// Writes a user's model as the directory that <c>mgentools generate</c> reads, with the original's file names.
/// </summary>
public static class ModelDirectory
{
    /// <summary>The names of the files in a model directory.</summary>
    public static IReadOnlyList<string> Files { get; } =
    ["S.dat", "R.dat", "I.dat", "W.dat", "As.dat", "Ar.dat", "sizes.dat"];

    /// <summary>
    /// Writes a user's models, one per chat size class, each into its own directory (<c>size-2</c>, <c>size-3-5</c>,
    /// ...), and one of them into <paramref name="directory"/> itself for readers that do not know classes.
    /// </summary>
    /// <param name="directory">Created if it does not exist; files of these names are replaced.</param>
    /// <param name="models">The models, at least one.</param>
    /// <param name="main">The model for readers that do not know classes.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    public static void Write(string directory, IReadOnlyList<ClassModel> models, ClassModel main)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(main);
        WriteFiles(directory, Texts(main));
        foreach (ClassModel model in models)
            WriteFiles(Path.Combine(directory, model.Class.Folder), Texts(model));
    }

    /// <summary>Writes all files of <paramref name="model"/>.</summary>
    /// <param name="directory">Created if it does not exist; files of these names are replaced.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Writing is not permitted.</exception>
    public static void Write(string directory, UserModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        WriteFiles(
            directory,
            [
                ModelFileText.Probability(model.ActivateOnSend),
                ModelFileText.Probability(model.ActivateOnReceive),
                ModelFileText.Weights(model.IdleDelay),
                ModelFileText.Weights(model.QuietTimeout),
                ModelFileText.Weights(model.DelayAfterSend),
                ModelFileText.Weights(model.DelayAfterReceive),
                ModelFileText.Weights(model.MessageBlocks),
            ]
        );
    }

    private static string[] Texts(ClassModel model) =>
        [
            ModelFileText.Probability(ClassModel.Activate),
            ModelFileText.Probability(ClassModel.Activate),
            ModelFileText.Weights(model.IdleDelay),
            ModelFileText.Weights(ClassModel.QuietTimeout),
            ModelFileText.Weights(model.DelayAfterSend),
            ModelFileText.Weights(model.DelayAfterReceive),
            ModelFileText.Weights(model.MessageBlocks),
        ];

    private static void WriteFiles(string directory, string[] texts)
    {
        Directory.CreateDirectory(directory);
        foreach ((string name, string text) in Files.Zip(texts))
            File.WriteAllText(Path.Combine(directory, name), text);
    }
}

/// <summary>Formats the files of a model for the generator and the clients.</summary>
internal static class ModelFileText
{
    /// <summary>A weights file of two lines: the weights, and the values in ascending order.</summary>
    public static string Weights(EmpiricalDistribution distribution) =>
        $"{Joined(distribution.Weights())}\n{Joined(distribution.Values)}\n";

    /// <summary>A weights file of times with millisecond resolution.</summary>
    public static string Weights(SecondsDistribution distribution) =>
        $"{Joined(distribution.Weights.Select(weight => (long)weight))}\n"
        + $"{string.Join(',', distribution.Seconds.Select(Milliseconds))}\n";

    /// <summary>A probability without exponent and without line end, as the original writes it.</summary>
    public static string Probability(double p)
    {
        string shortest = p.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal)
            ? p.ToString("0.####################", CultureInfo.InvariantCulture)
            : shortest;
    }

    private static string Milliseconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Joined(IEnumerable<long> numbers) =>
        string.Join(',', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>Converts a fitted model to a model of the conversation machine.</summary>
public static class ModelConversion
{
    /// <summary>
    /// The model of the conversation machine, equal to one that is configured with the written files.
    /// </summary>
    public static ConversationModel ToConversationModel(this UserModel model, ActiveTimeoutRule rule)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new ConversationModel(
            new BernoulliTrial(model.ActivateOnSend),
            new BernoulliTrial(model.ActivateOnReceive),
            new WeightedSize(Table(model.MessageBlocks)),
            new WeightedTime(Table(model.IdleDelay)),
            new WeightedTime(Table(model.QuietTimeout)),
            new WeightedTime(Table(model.DelayAfterSend)),
            new WeightedTime(Table(model.DelayAfterReceive)),
            rule
        );
    }

    private static WeightsTable Table(EmpiricalDistribution distribution) =>
        WeightsTable.Create(
            [.. distribution.Weights().Select(weight => (uint)weight)],
            [.. distribution.Values.Select(value => (double)value)]
        );
}
