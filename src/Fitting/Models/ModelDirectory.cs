namespace MGen.Fitting.Models;

/// <summary>Writes a user's model: the directory that <c>mgentools generate</c> takes, with the original's file names.</summary>
public static class ModelDirectory
{
    /// <summary>The files of a model directory.</summary>
    public static IReadOnlyList<string> Files { get; } = ["S.dat", "R.dat", "I.dat", "W.dat", "As.dat", "Ar.dat", "sizes.dat"];

    /// <summary>Writes all files of <paramref name="model"/>.</summary>
    /// <param name="directory">Made if it is not there; files of these names are replaced.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string directory, UserModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Directory.CreateDirectory(directory);
        string[] texts =
        [
            LawText.Probability(model.ActivateOnSend),
            LawText.Probability(model.ActivateOnReceive),
            LawText.Weights(model.IdleDelay),
            LawText.Weights(model.QuietTimeout),
            LawText.Weights(model.DelayAfterSend),
            LawText.Weights(model.DelayAfterReceive),
            LawText.Weights(model.MessageBlocks),
        ];
        foreach ((string name, string text) in Files.Zip(texts))
            File.WriteAllText(Path.Combine(directory, name), text);
    }
}
