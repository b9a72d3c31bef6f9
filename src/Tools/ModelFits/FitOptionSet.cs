using System.CommandLine;
using MGen.Cli.Help;
using MGen.Fitting.Models;

namespace MGen.Tools.ModelFits;

/// <summary>The options of <c>fit</c>.</summary>
internal sealed class FitOptionSet
{
    public Argument<string[]> Chats { get; } =
        new("CHATS")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Exports of chats: paths, or quoted globs with *, ?, [...] and **",
        };

    public Option<string?> Out { get; } =
        new("--out", "-o")
        {
            HelpName = "dir",
            Description =
                "Directory of the models, new or empty: one directory per user, fit.json, and fit.html to view",
        };

    public Option<string?> Plots { get; } =
        new("--plots")
        {
            HelpName = "dir",
            Description = "Also write each chart of fit.html to this directory, as SVG, and its numbers as CSV",
        };

    public Option<string> InputFormat { get; } =
        Choice("--input-format", "Format of all inputs", "auto", "whatsapp", "signal", "telegram", "sam", "log");

    public Option<string> DateOrder { get; } =
        Choice(
            "--date-order",
            "Order of WhatsApp's dates; auto: inferred from all dates of a file",
            "auto",
            "dmy",
            "mdy",
            "ymd"
        );

    public Option<bool> KeepMinutes { get; } =
        new("--keep-minutes")
        {
            Description = "Leave times without seconds at the start of the minute instead of spreading them over it",
        };

    public Option<bool> SeparateUsers { get; } =
        new("--separate-users") { Description = "Treat the same name in two inputs as two users" };

    public Option<int> MaxYears { get; } =
        Number(
            "--max-years",
            "Longest time from a chat's first message to its last; a longer one is an error, since a date is probably wrong",
            20,
            1,
            1_000
        );

    public Option<string?> Members { get; } =
        new("--members")
        {
            HelpName = "file",
            Description =
                "CSV file that names the true members of chats, since exports show authors only: chat,member with a line per member, or chat,members with a number",
        };

    public Option<bool> SkipBroken { get; } =
        new("--skip-broken") { Description = "Continue without inputs that cannot be read" };

    public Option<string?> FileSizes { get; } =
        new("--file-sizes")
        {
            HelpName = "file",
            Description = "Weights file with sizes in blocks, for media of unknown size",
        };

    public Option<string> ActiveTimeout { get; } =
        Choice("--active-timeout", "Rule for which W is fitted", "quiet", "spell");

    public Option<bool> LabelsOnly { get; } =
        new("--labels-only")
        {
            Description = "Use the labels by the minute unchanged, without training message by message",
        };

    public Option<bool> OneModel { get; } =
        new("--one-model")
        {
            Description = "One model per user for chats of all sizes, trained message by message, not calibrated",
        };

    public Option<string?> SizeClasses { get; } =
        new("--size-classes")
        {
            HelpName = "classes",
            Description =
                "Chat size classes, each with its own model, such as 2,3-5,6-10,11-20,21-50,51-up (default: as fine as the messages allow)",
        };

    public Option<bool> NoRhythm { get; } =
        new("--no-rhythm") { Description = "Do not estimate the hours of the week in which people start to chat" };

    public Option<string?> TimeZone { get; } =
        new("--time-zone")
        {
            HelpName = "zone",
            Description =
                "Time zone of the people, such as Europe/Berlin, for inputs with times in UTC: all but WhatsApp's (default: UTC)",
        };

    public Option<string[]> Compat { get; } =
        new("--compat")
        {
            HelpName = "rule,...",
            AllowMultipleArgumentsPerToken = false,
            Description =
                $"Rules of the original to apply, to reproduce published numbers: {string.Join(", ", OriginalRuleNames.All)}",
        };

    public Option<ulong> Seed { get; } =
        new("--seed") { HelpName = "n", Description = "Seed of all draws except the pseudonyms (default: 0)" };

    public Option<int> Starts { get; } = Number("--starts", "Random starts of each training", 10, 1, 1_000);

    public Option<int> Iterations { get; } =
        Number("--iterations", "Maximum of iterations from each start", 10, 1, 10_000);

    public Option<int> Jobs { get; } =
        Number(
            "--jobs",
            "Number of threads; the result does not depend on it (default: one per processor)",
            Environment.ProcessorCount,
            1,
            1_024,
            "--threads"
        );

    public Option<bool> NoGoodness { get; } =
        new("--no-goodness")
        {
            Description =
                "Do not simulate the chats: volumes are then not calibrated, and the goodness of the fit is unknown",
        };

    public Option<TimeSpan?> SimulateFor { get; } =
        DurationOption.Create("--simulate-for", "Longest simulated time of a chat (default: its duration)");

    public Option<string?> ChatsOut { get; } =
        new("--chats-out")
        {
            HelpName = "dir",
            Description = "Also write the chats without text and names, as SaM JSON",
        };

    public Option<string?> Mapping { get; } =
        new("--mapping")
        {
            HelpName = "file",
            Description = "Also write the names and their pseudonyms. Keep this file secret",
        };

    public Option<string?> KeyFile { get; } =
        new("--key-file")
        {
            HelpName = "file",
            Description =
                "Secret from which pseudonyms are derived, at least 16 bytes. Without it each run uses a new random one, so that pseudonyms, and thus names of models, differ between runs by intention",
        };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    public Option<bool> Quiet { get; } =
        new("--quiet") { Description = "No progress and no statistics of the inputs on stderr" };

    /// <summary>Adds all options to a command, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup(
            "Input",
            InputFormat,
            DateOrder,
            KeepMinutes,
            TimeZone,
            SeparateUsers,
            MaxYears,
            Members,
            SkipBroken,
            FileSizes
        );
        command.AddGroup(
            "Models",
            ActiveTimeout,
            LabelsOnly,
            OneModel,
            SizeClasses,
            NoRhythm,
            Compat,
            Seed,
            Starts,
            Iterations,
            Jobs
        );
        command.AddGroup("How good the fit is", NoGoodness, SimulateFor);
        command.AddGroup("Output", Out, Plots, ChatsOut, Mapping, KeyFile, Format, Quiet);
    }

    private static Option<string> Choice(string name, string description, params string[] values)
    {
        Option<string> option = new(name)
        {
            HelpName = string.Join('|', values),
            Description = description,
            DefaultValueFactory = _ => values[0],
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static Option<int> Number(
        string name,
        string description,
        int standard,
        int least,
        int most,
        params string[] aliases
    )
    {
        Option<int> option = new(name, aliases)
        {
            HelpName = "n",
            Description = description,
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens.Count > 0
                && int.TryParse(result.Tokens[0].Value, out int value)
                && (value < least || value > most)
            )
                result.AddError($"{name} must be from {least} to {most}");
        });
        return option;
    }
}
