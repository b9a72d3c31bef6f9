using System.CommandLine;
using MGen.Cli;
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
    private const string Examples =
        """
          # models of the people in exported chats
          mgentools fit 'exports/*.txt' --out models

          # a thousand users, ready to run on this machine
          mgentools generate --users 1000 --out experiment

          # every user of an experiment, before it costs a night
          mgentools check 'clients/**/*.yaml'

          # an hour of everybody's talk, in virtual time
          mgentools simulate 'clients/**/*.yaml' --seed 7 > run.log

          # a run of Shadow or of mgen-demo: figures, and what was lost
          mgentools analyze --out results runs/first

          # people held against what is published on how people chat
          mgentools validate --users 1000

          # what an observer of the network sees, and the truth about it
          mgentools export run.log --export pcapng=run.pcapng --export truth=truth

          # two sets of runs compared on one page; the figures for the paper
          mgentools report --plots figures --out tor.html \
            --label 'direct=runs/plain-*' --label 'tor=runs/tor-*'
        """;

    /// <summary>Runs the tool that the arguments name.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        RootCommand root = new("Tools for MGen, the messenger traffic generator.");
        Command fit = new FitCommand(world).Create();
        Command generate = new GenerateCommand(world).Create();
        Command simulate = new SimulateCommand(world).Create();
        root.Add(fit);
        root.Add(generate);
        Command check = CheckCommand.Create(world);
        root.Add(check);
        root.Add(simulate);
        Command analyze = AnalyzeCommand.Create(world);
        root.Add(analyze);
        Command report = ReportCommand.Create(world);
        root.Add(report);
        Command validate = ValidateCommand.Create(world);
        root.Add(validate);
        Command export = new ExportCommand(world).Create();
        root.Add(export);
        Command people = new PeopleCommand(world).Create();
        root.Add(people);
        Dictionary<Command, string> examples = new()
        {
            [fit] = FitCommand.Examples,
            [generate] = GenerateCommand.Examples,
            [check] = CheckCommand.Examples,
            [analyze] = AnalyzeCommand.Examples,
            [report] = ReportCommand.Examples,
            [simulate] = SimulateCommand.Examples,
            [validate] = ValidateCommand.Examples,
            [export] = ExportCommand.Examples,
            [people] = PeopleCommand.Examples,
        };
        return CommandLine.RunAsync(root, world, Examples, examples);
    }
}
