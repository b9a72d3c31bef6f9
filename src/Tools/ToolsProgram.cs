using System.CommandLine;
using MGen.Cli;
using MGen.Tools.Checking;
using MGen.Tools.Generating;
using MGen.Tools.ModelFits;
using MGen.Tools.Simulating;

namespace MGen.Tools;

/// <summary><c>mgentools</c>: one verb per tool.</summary>
public static class ToolsProgram
{
    private const string Examples =
        """
          # every user of an experiment, before it costs a night
          mgentools check 'clients/**/*.yaml'

          # the same for a script
          mgentools check --format json alice.yaml bob.yaml | jq .errors

          # a thousand users, ready to run on this machine
          mgentools generate --users 1000 --out experiment

          # an hour of everybody's talk, in virtual time
          mgentools simulate 'clients/**/*.yaml' --seed 7 > run.log

          # models of the people in exported chats
          mgentools fit 'exports/*.txt' --out models
        """;

    /// <summary>Runs the tool that the arguments name.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        RootCommand root = new("Tools for MGen, the messenger traffic generator.");
        Command generate = new GenerateCommand(world).Create();
        Command fit = new FitCommand(world).Create();
        Command simulate = new SimulateCommand(world).Create();
        root.Add(CheckCommand.Create(world));
        root.Add(generate);
        root.Add(simulate);
        root.Add(fit);
        Dictionary<Command, string> examples = new() { [generate] = GenerateCommand.Examples, [simulate] = SimulateCommand.Examples, [fit] = FitCommand.Examples };
        return CommandLine.RunAsync(root, world, Examples, examples);
    }
}
