using System.Globalization;
using MGen.Model.Configuration.Files;
using MGen.Population.Behaviours;

namespace MGen.Population.Experiments;

/// <summary>The behaviours that an experiment contains: each behaviour that at least one user has, once.</summary>
internal sealed class ModelFolders(UserPopulation population)
{
    private readonly string[] _folders = [.. population.Models.Select(Folder)];

    /// <summary>The folder of a behaviour, or of its class for groups with this number of members.</summary>
    public string FolderOf(int model, int members)
    {
        BehaviourModel behaviour = population.Models[model];
        return ClassOf(behaviour, members) is { } part ? $"{_folders[model]}/{part.Class.Folder}" : _folders[model];
    }

    /// <summary>
    /// The chat size class of a behaviour for this number of members; <c>null</c> if the behaviour has no classes.
    /// </summary>
    public static ClassBehaviour? ClassOf(BehaviourModel behaviour, int members)
    {
        BehaviourModel own = behaviour.ForSize(members);
        return behaviour.Classes.FirstOrDefault(part => ReferenceEquals(part.Model, own));
    }

    /// <summary>Writes the files of all used behaviours below <paramref name="directory"/>.</summary>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Write(string directory)
    {
        foreach ((string folder, BehaviourModel behaviour) in InUse())
        {
            string path = Path.Combine(directory, folder);
            Directory.CreateDirectory(path);
            foreach (string fileName in BehaviourSource.FileNames)
                File.WriteAllText(Path.Combine(path, fileName), TextOf(behaviour.Source, fileName));
        }
    }

    private SortedDictionary<string, BehaviourModel> InUse()
    {
        SortedDictionary<string, BehaviourModel> used = new(StringComparer.Ordinal);
        HashSet<(int Model, int Members)> seen = [];
        for (int user = 0; user < population.UserCount; user++)
        {
            int model = population.PlaceOf(user).Model;
            if (population.Models[model].Classes.Count == 0)
                used[_folders[model]] = population.Models[model];
        }
        for (int group = 0; group < population.GroupCount; group++)
        {
            int size = population.SizeOf(group);
            foreach (int user in population.MembersOf(group))
            {
                int model = population.PlaceOf(user).Model;
                if (seen.Add((model, size)))
                    used[FolderOf(model, size)] = population.Models[model].ForSize(size);
            }
        }
        return used;
    }

    private static string TextOf(BehaviourSource source, string fileName) =>
        source.TryRead(fileName, out string text, out TextFileProblem? problem)
            ? text
            : throw new IOException($"{source.Shown(fileName)}: {problem.Message}");

    /// <summary>
    /// The behaviour's name if it is short and needs no escaping in YAML and paths; otherwise <c>model.</c> and its
    /// number. No behaviour that keeps its name can have such a folder, because these names contain no dot.
    /// </summary>
    private static string Folder(BehaviourModel model, int number)
    {
        bool isPlain =
            model.Name.Length <= 100
            && model.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            && model.Name.Length > 0;
        return isPlain ? $"models/{model.Name}" : string.Create(CultureInfo.InvariantCulture, $"models/model.{number}");
    }
}
