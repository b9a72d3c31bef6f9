using MGen.Fitting.Races;

namespace MGen.Fitting.Models;

/// <summary>Writes a user's model: the directory that <c>mgentools generate</c> takes, with the original's file names.</summary>
public static class ModelDirectory
{
    /// <summary>The files of a model directory.</summary>
    public static IReadOnlyList<string> Files { get; } = ["S.dat", "R.dat", "I.dat", "W.dat", "As.dat", "Ar.dat", "sizes.dat"];

    /// <summary>
    /// Writes the models of a person by class of chat size, each into a directory of its own (<c>size-2</c>, <c>size-3-5</c>, ...), and that of one class
    /// beside them for readers that know no classes.
    /// </summary>
    /// <param name="directory">Made if it is not there; files of these names are replaced.</param>
    /// <param name="models">The models, at least one.</param>
    /// <param name="main">The one of them that readers without classes get.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string directory, IReadOnlyList<ClassModel> models, ClassModel main)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(main);
        WriteFiles(directory, Texts(main));
        foreach (ClassModel model in models)
            WriteFiles(Path.Combine(directory, model.Class.Folder), Texts(model));
    }

    /// <summary>Writes all files of <paramref name="model"/>.</summary>
    /// <param name="directory">Made if it is not there; files of these names are replaced.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string directory, UserModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        WriteFiles(directory,
        [
            LawText.Probability(model.ActivateOnSend),
            LawText.Probability(model.ActivateOnReceive),
            LawText.Weights(model.IdleDelay),
            LawText.Weights(model.QuietTimeout),
            LawText.Weights(model.DelayAfterSend),
            LawText.Weights(model.DelayAfterReceive),
            LawText.Weights(model.MessageBlocks),
        ]);
    }

    private static string[] Texts(ClassModel model) =>
    [
        LawText.Probability(ClassModel.Activate),
        LawText.Probability(ClassModel.Activate),
        LawText.Weights(model.IdleDelay),
        LawText.Weights(ClassModel.QuietTimeout),
        LawText.Weights(model.DelayAfterSend),
        LawText.Weights(model.DelayAfterReceive),
        LawText.Weights(model.MessageBlocks),
    ];

    private static void WriteFiles(string directory, string[] texts)
    {
        Directory.CreateDirectory(directory);
        foreach ((string name, string text) in Files.Zip(texts))
            File.WriteAllText(Path.Combine(directory, name), text);
    }
}
