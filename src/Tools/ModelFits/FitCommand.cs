using System.CommandLine;
using MGen.Cli;

namespace MGen.Tools.ModelFits;

/// <summary>The verb <c>fit</c>: from exports of chats to models of their users.</summary>
internal sealed class FitCommand(ProgramWorld world)
{
    /// <summary>Runnable examples for the help text.</summary>
    public const string Examples =
        """
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

    private readonly FitOptionSet _options = new();

    public Command Create()
    {
        Command command = new("fit", "Fit models of users to exports of chats: WhatsApp, Signal, Telegram, SaM, event logs. No text and no name is written.");
        command.Add(_options.Chats);
        foreach (Option option in _options.All)
            command.Add(option);
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
