using System.Globalization;
using MGen.Model.Configuration.Files;
using MGen.Population.Behaviours;

namespace MGen.Population.Experiments;

/// <summary>The behaviours that an experiment carries with it: those that somebody has, each once.</summary>
internal sealed class ModelFolders(UserPopulation population)
{
    private readonly string[] _folders = [.. population.Models.Select(Folder)];

    /// <summary>The folder of a behaviour.</summary>
    public string FolderOf(int model) => _folders[model];

    /// <summary>Writes the files of all behaviours in use below <paramref name="directory"/>.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Write(string directory)
    {
        IEnumerable<int> used = Enumerable.Range(0, population.UserCount).Select(user => population.PlaceOf(user).Model).Distinct().Order();
        foreach (int model in used)
        {
            string folder = Path.Combine(directory, _folders[model]);
            Directory.CreateDirectory(folder);
            foreach (string fileName in BehaviourSource.FileNames)
                File.WriteAllText(Path.Combine(folder, fileName), TextOf(population.Models[model].Source, fileName));
        }
    }

    private static string TextOf(BehaviourSource source, string fileName) =>
        source.TryRead(fileName, out string text, out TextFileProblem? problem) ? text : throw new IOException($"{source.Shown(fileName)}: {problem.Message}");

    /// <summary>The behaviour's name, if it is as harmless in YAML and paths as in most cases; else its number, with a dot, which no plain name has.</summary>
    private static string Folder(BehaviourModel model, int number)
    {
        bool isPlain = model.Name.Length <= 100 && model.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') && model.Name.Length > 0;
        return isPlain ? $"models/{model.Name}" : string.Create(CultureInfo.InvariantCulture, $"models/model.{number}");
    }
}
