using System.CommandLine;
using System.Text.Json;
using MGen.Cli;

namespace MGen.Membership.CommandLine;

/// <summary>
/// Options may also come from the environment (<c>--queue-limit</c> is <c>MGEN_QUEUE_LIMIT</c>) and from
/// <c>appsettings.json</c> in the working directory (<c>{ "mgen-silo": { "queue-limit": 100 } }</c>). The command line
/// wins, then <c>MGEN_</c> variables, then those of <see cref="OrleansVariables"/>, then the file. Whatever the source,
/// an option's value is parsed and checked as if it had been typed. An option that takes no value on the command line
/// is set by <c>true</c> or <c>1</c> and left unset by <c>false</c> or <c>0</c>; other text is an error.
/// </summary>
internal static class SettingSources
{
    private const string FileName = "appsettings.json";

    /// <summary>The name under which the arguments that are not options can be set, separated by spaces.</summary>
    private const string ArgumentsKey = "arguments";

    /// <summary>Adds the values of other sources to the command line.</summary>
    /// <returns>The arguments, or the problem of a source.</returns>
    public static (IReadOnlyList<string> Arguments, string? Problem) Complete(
        RootCommand root,
        string program,
        ProgramWorld world
    )
    {
        (Dictionary<string, string> file, string? problem) = ReadFile(
            program,
            Path.Combine(world.WorkingDirectory, FileName)
        );
        if ((problem ?? OrleansVariables.ProblemOf(world)) is { } wrong)
            return (world.Arguments, wrong);
        string[] known = [.. root.Options.Select(option => option.Name.TrimStart('-')), ArgumentsKey];
        if (file.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
        {
            string allowed = string.Join(", ", known.Where(key => key is not ("help" or "version")));
            return (world.Arguments, $"{FileName}: {program}: '{unknown}' is not a setting; allowed: {allowed}");
        }
        List<string> arguments = [.. world.Arguments];
        foreach (Option option in root.Options.Where(option => !IsGiven(world.Arguments, option.Name)))
        {
            if (Find(option.Name.TrimStart('-'), file, world) is not { } value)
                continue;
            if (!TryAdd(arguments, option, value))
                return (world.Arguments, $"{option.Name}: the setting '{value}' is not true, false, 1 or 0");
        }
        if (
            root.Arguments.Count > 0
            && !HasPositional(root, world.Arguments)
            && Find(ArgumentsKey, file, world) is { } words
        )
            arguments.AddRange(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return (arguments, null);
    }

    /// <returns>False if the option has no value and the setting is not one of true, false, 1 and 0.</returns>
    private static bool TryAdd(List<string> arguments, Option option, string value)
    {
        if (option.ValueType != typeof(bool))
        {
            // One word: a value that begins with a hyphen would otherwise be read as an option.
            arguments.Add($"{option.Name}={value}");
            return true;
        }
        bool isOn = value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
        if (isOn)
            arguments.Add(option.Name);
        return isOn || value is "0" || string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Find(string key, Dictionary<string, string> file, ProgramWorld world) =>
        world.Environment($"MGEN_{key.Replace('-', '_').ToUpperInvariant()}") is { Length: > 0 } value
            ? value
            : OrleansVariables.Find(key, world) ?? file.GetValueOrDefault(key);

    private static bool IsGiven(IReadOnlyList<string> arguments, string name) =>
        arguments.Any(argument => argument == name || argument.StartsWith($"{name}=", StringComparison.Ordinal));

    private static bool HasPositional(RootCommand root, IReadOnlyList<string> arguments) =>
        root.Parse([.. arguments]).GetResult(root.Arguments[0]) is { Tokens.Count: > 0 };

    private static (Dictionary<string, string> Settings, string? Problem) ReadFile(string program, string path)
    {
        Dictionary<string, string> settings = [];
        if (!File.Exists(path))
            return (settings, null);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(path),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            if (document.RootElement.TryGetProperty(program, out JsonElement section))
            {
                foreach (JsonProperty setting in section.EnumerateObject())
                    settings[setting.Name] = setting.Value.ToString();
            }
            return (settings, null);
        }
        catch (Exception failure)
            when (failure is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return (settings, $"{path}: {failure.Message}");
        }
    }
}
