using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Tools.Analyzing;
using MGen.Tools.Checking;
using MGen.Tools.Components;
using MGen.Tools.Exporting;
using MGen.Tools.Generating;
using MGen.Tools.ModelFits;
using MGen.Tools.Reporting;
using MGen.Tools.Simulating;
using MGen.Tools.Validating;

namespace MGen.Tools;

/// <summary><c>mgentools</c>: one verb per tool, in the order of an experiment.</summary>
public static class ToolsProgram
{
    private const string Examples = """
          # models of the people in exported chats
          mgentools fit 'exports/*.txt' --out models

          # a thousand users, ready to run on this machine
          mgentools generate --users 1000 --out experiment

          # check the configuration of every user before a long run
          mgentools check 'clients/**/*.yaml'

          # an hour of all conversations, in virtual time
          mgentools simulate 'clients/**/*.yaml' --seed 7 > run.log

          # a run of Shadow or of mgen-demo: latencies and losses
          mgentools analyze --out results runs/first

          # a population compared with published facts on how people chat
          mgentools validate --users 1000

          # what an observer of the network sees, and the ground truth
          mgentools export run.log --export pcapng=run.pcapng --export truth=truth

          # two sets of runs compared on one page; charts for a paper
          mgentools report --plots figures --out tor.html \
            --label 'direct=runs/plain-*' --label 'tor=runs/tor-*'
        """;

    private static readonly Dictionary<string, HelpPage> Pages = new()
    {
        ["fit"] = FitCommand.Help,
        ["generate"] = GenerateCommand.Help,
        ["check"] = CheckCommand.Help,
        ["analyze"] = AnalyzeCommand.Help,
        ["report"] = ReportCommand.Help,
        ["simulate"] = SimulateCommand.Help,
        ["validate"] = ValidateCommand.Help,
        ["export"] = ExportCommand.Help,
        ["people"] = PeopleCommand.Help,
    };

    /// <summary>Runs the verb that the arguments name.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        RootCommand root = new("Tools for MGen, the messenger traffic generator.");
        root.Add(new FitCommand(world).Create());
        root.Add(new GenerateCommand(world).Create());
        root.Add(CheckCommand.Create(world));
        root.Add(new SimulateCommand(world).Create());
        root.Add(AnalyzeCommand.Create(world));
        root.Add(ReportCommand.Create(world));
        root.Add(ValidateCommand.Create(world));
        root.Add(new ExportCommand(world).Create());
        root.Add(new PeopleCommand(world).Create());
        return CommandLine.RunAsync(
            root,
            world,
            new ProgramPages("mgentools", new HelpPage(Examples, ExitTable.AllVerbs), Pages)
        );
    }
}
