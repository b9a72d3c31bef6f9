using System.CommandLine;
using MGen.Cli.Help;
using MGen.Fitting.Models;

namespace MGen.Tools.ModelFits;

/// <summary>The grammar of <c>fit</c>.</summary>
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
                "Where to write models, one directory per user, with fit.json, and fit.html to look at: a new or empty directory",
        };

    public Option<string?> Plots { get; } =
        new("--plots")
        {
            HelpName = "dir",
            Description = "Also write each figure of fit.html there, as SVG, and its numbers as CSV",
        };

    public Option<string> InputFormat { get; } =
        Choice("--input-format", "What all inputs are", "auto", "whatsapp", "signal", "telegram", "sam", "log");

    public Option<string> DateOrder { get; } =
        Choice(
            "--date-order",
            "Order of WhatsApp's dates; auto: from all dates of a file",
            "auto",
            "dmy",
            "mdy",
            "ymd"
        );

    public Option<bool> KeepMinutes { get; } =
        new("--keep-minutes")
        {
            Description = "Leave times without seconds at the minute's begin instead of spreading them over it",
        };

    public Option<bool> SeparateUsers { get; } =
        new("--separate-users") { Description = "The same name in two inputs is two users" };

    public Option<int> MaxYears { get; } =
        Number(
            "--max-years",
            "Longest time from a chat's first message to its last; more is most likely a wrong date, and an error",
            20,
            1,
            1_000
        );

    public Option<bool> SkipBroken { get; } =
        new("--skip-broken") { Description = "Fit what can be read although some inputs cannot" };

    public Option<string?> FileSizes { get; } =
        new("--file-sizes")
        {
            HelpName = "file",
            Description = "Weights file with sizes of media, in blocks, for those of unknown size",
        };

    public Option<string> ActiveTimeout { get; } =
        Choice("--active-timeout", "The rule that W is fitted for", "quiet", "spell");

    public Option<bool> LabelsOnly { get; } =
        new("--labels-only")
        {
            Description = "Take the labels by the minute as they are, without learning message by message",
        };

    public Option<bool> OneModel { get; } =
        new("--one-model")
        {
            Description = "One model per user for chats of every size, learnt message by message; not calibrated",
        };

    public Option<string?> SizeClasses { get; } =
        new("--size-classes")
        {
            HelpName = "classes",
            Description =
                "Classes of chat size that have models of their own, such as 2,3-5,6-10,11-20,21-50,51-up (default: as fine as the messages allow)",
        };

    public Option<bool> NoRhythm { get; } =
        new("--no-rhythm") { Description = "Do not learn the hours of the week in which people begin to chat" };

    public Option<string?> TimeZone { get; } =
        new("--time-zone")
        {
            HelpName = "zone",
            Description =
                "Where the people live, such as Europe/Berlin, for inputs whose times are UTC: all but WhatsApp's (default: UTC)",
        };

    public Option<string[]> Compat { get; } =
        new("--compat")
        {
            HelpName = "rule,...",
            AllowMultipleArgumentsPerToken = false,
            Description =
                $"The original's rules to keep, to repeat published numbers: {string.Join(", ", OriginalRuleNames.All)}",
        };

    public Option<ulong> Seed { get; } =
        new("--seed") { HelpName = "n", Description = "Seed of all draws but the pseudonyms (default: 0)" };

    public Option<int> Starts { get; } = Number("--starts", "Random starts of each training", 10, 1, 1_000);

    public Option<int> Iterations { get; } = Number("--iterations", "Most iterations from each start", 10, 1, 10_000);

    public Option<int> Jobs { get; } =
        Number(
            "--jobs",
            "Most threads; the result is the same (default: one per processor)",
            Environment.ProcessorCount,
            1,
            1_024,
            "--threads"
        );

    public Option<bool> NoGoodness { get; } =
        new("--no-goodness")
        {
            Description =
                "Do not simulate the chats: volumes are then not calibrated, and nothing tells how good the fit is",
        };

    public Option<TimeSpan?> SimulateFor { get; } =
        DurationOption.Create("--simulate-for", "Longest time a chat is simulated for (default: as long as it lasted)");

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
            Description = "Also write who is who: names and pseudonyms. Keep it secret",
        };

    public Option<string?> KeyFile { get; } =
        new("--key-file")
        {
            HelpName = "file",
            Description =
                "Secret that pseudonyms are made with, 16 bytes or more. Without it each run takes a new one and forgets it: pseudonyms, and so names of models, then differ from run to run, on purpose",
        };

    public Option<OutputFormat> Format { get; } = FormatOption.Create();

    public Option<bool> Quiet { get; } =
        new("--quiet") { Description = "No progress and no account of the inputs on stderr" };

    /// <summary>Adds all of them to a command, in the order of the help text.</summary>
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
