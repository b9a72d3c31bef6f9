using System.CommandLine;
using MGen.Cli;
using MGen.Model.Configuration;

namespace MGen.Tools.Checking;

/// <summary>The verb <c>check</c>: reads configurations as a run would, and starts nothing.</summary>
internal static class CheckCommand
{
    public static Command Create(ProgramWorld world)
    {
        Argument<string[]> files = new("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "Client configurations: paths, or quoted globs with *, ?, [...] and **",
        };
        Option<OutputFormat> format = FormatOption.Create();
        Command command = new("check", "Check client configurations; report all errors with file, line and column.");
        command.Add(files);
        command.Add(format);
        command.SetAction(result => (int)Run(world, result.GetRequiredValue(files), result.GetValue(format)));
        return command;
    }

    private static ExitCode Run(ProgramWorld world, IReadOnlyList<string> files, OutputFormat format)
    {
        LoadResult result = ConfigLoader.Load(files, world.WorkingDirectory);
        foreach (ConfigError error in result.Errors)
            world.Error.WriteLine(error);
        CheckSummary summary = CheckSummary.Of(result);
        world.WriteOutput(format == OutputFormat.Json ? CheckReport.Of(result, summary).ToJson() : summary.ToString());
        return result.IsValid ? ExitCode.Ok : ExitCode.Usage;
    }
}
