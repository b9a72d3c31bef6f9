using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.ModelFits;

/// <summary>The verb <c>fit</c>: from exports of chats to models of their users.</summary>
internal sealed class FitCommand(ProgramWorld world)
{
    private const string Examples = """
          # everybody who wrote in these chats, and how good the fit is
          mgentools fit 'exports/*.txt' 'exports/*.json' --out models

          # the figures for the paper, and nothing else
          mgentools fit 'exports/*.txt' --plots figures

          # a population that behaves like them
          mgentools generate --users 1000 --models models --out experiment

          # the numbers of the paper, from its data set
          mgentools fit 'sam/*.json' --compat all --active-timeout spell -o models

          # text-free chats to share, and no models
          mgentools fit result.json --chats-out shared --no-goodness
        """;

    /// <summary>What the help has besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "the models are written",
            "bad usage, or an input cannot be read; no model was written",
            "a file cannot be read, or an output cannot be written",
            interrupted: "interrupted; what is in --out is not complete"
        )
    );

    private readonly FitOptionSet _options = new();

    public Command Create()
    {
        Command command = new(
            "fit",
            "Fit models of users to exports of chats: WhatsApp, Signal, Telegram, SaM, event logs. No text and no name is written."
        );
        command.Add(_options.Chats);
        _options.AddTo(command);
        command.SetAction(async (result, stop) => (int)await RunAsync(result, stop));
        return command;
    }

    private async Task<ExitCode> RunAsync(ParseResult result, CancellationToken stop)
    {
        FitTaskReader reader = new(_options, result, world);
        if (reader.Read() is { } task)
            return await new FitRun(world, task).RunAsync(stop);
        foreach (string error in reader.Errors)
            await world.Error.WriteLineAsync($"mgentools fit: {error}");
        return ExitCode.Usage;
    }
}
