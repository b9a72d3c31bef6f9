using System.CommandLine;
using MGen.Cli;
using MGen.Tools.Analyzing;
using MGen.Tools.Checking;
using MGen.Tools.Generating;

namespace MGen.Tools;

/// <summary><c>mgentools</c>: one verb per tool.</summary>
public static class ToolsProgram
{
    private const string Examples =
        """
          # every user of an experiment, before it costs a night
          mgentools check 'clients/**/*.yaml'

          # peers, and the hosts file by which they find each other
          mgentools check --hosts hosts 'peers/*.yaml'

          # the same for a script
          mgentools check --format json alice.yaml bob.yaml | jq .errors

          # a run of Shadow or of mgen-demo: figures, and what was lost
          mgentools analyze --out results runs/first

          # for a script: the share of receipts that came late or never
          mgentools analyze --no-files --format json a.log b.log.gz |
            jq .messages.timedOutRatio

          # a thousand users, ready to run on this machine
          mgentools generate --users 1000 --out experiment
        """;

    /// <summary>Runs the tool that the arguments name.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        RootCommand root = new("Tools for MGen, the messenger traffic generator.");
        root.Add(CheckCommand.Create(world));
        root.Add(AnalyzeCommand.Create(world));
        Command generate = new GenerateCommand(world).Create();
        root.Add(generate);
        return CommandLine.RunAsync(root, world, Examples, new Dictionary<Command, string> { [generate] = GenerateCommand.Examples });
    }
}
