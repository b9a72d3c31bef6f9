using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.ModelFits;

/// <summary>The verb <c>fit</c>: fits models of users to exported chats.</summary>
internal sealed class FitCommand(ProgramWorld world)
{
    private const string Examples = """
          # models of all users in these chats, and the goodness of the fit
          mgentools fit 'exports/*.txt' 'exports/*.json' --out models

          # charts for a paper, without models
          mgentools fit 'exports/*.txt' --plots figures

          # a population that behaves like them
          mgentools generate --users 1000 --models models --out experiment

          # the numbers of the paper, from its data set
          mgentools fit 'sam/*.json' --compat all --active-timeout spell -o models

          # chats without text, to share; no models
          mgentools fit result.json --chats-out shared --no-goodness
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "the models are written",
            "bad usage, or an input cannot be read; no model was written",
            "a file cannot be read, or an output cannot be written",
            interrupted: "interrupted; the content of --out is incomplete"
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
