using MGen.Fitting.Races;

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
