using System.CommandLine;
using System.Text;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.Components;

/// <summary>
/// The verb <c>people</c>: lets another program drive simulated people, by lines on standard input and output.
/// </summary>
internal sealed class PeopleCommand(ProgramWorld world)
{
    private const string Examples = """
          # alice in the group tea: her first event, if no message arrives before
          printf '%s\n' 'new a 7 tea samples/client/alice.yaml' 'next a' \
            'received a 3000000000' 'next a' | mgentools people
        """;

    /// <summary>The parts of the help besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "no response was an error",
            "bad usage, or a response was an error",
            "the requests cannot be read, or the responses cannot be written"
        )
    );

    private const string Requests = """
        Drive simulated people by lines on standard input, one response per line (docs/EXPORT.md). Times are nanoseconds
        since waking up. Requests: new NAME SEED GROUP CONFIG; next NAME; time NAME; received NAME NANOSECONDS;
        free NAME. Responses: ok; a time; TIME send ID BYTES active|idle; TIME leave; error TEXT.
        """;

    public Command Create()
    {
        Command command = new("people", Requests.ReplaceLineEndings(" "));
        command.SetAction(async (_, _) => (int)await RunAsync());
        return command;
    }

    private async Task<ExitCode> RunAsync()
    {
        using StreamReader input = new(world.Input(), new UTF8Encoding(false), leaveOpen: true);
        PeopleSession session = new(world.WorkingDirectory);
        bool isFaultless = true;
        try
        {
            while (await ReadLineAsync(input) is { } request)
            {
                string response = session.Handle(request);
                isFaultless &= !response.StartsWith(PeopleSession.Error, StringComparison.Ordinal);
                world.WriteOutput(response + "\n");
            }
        }
        catch (Exception failure) when (failure is (IOException and not OutputException) or UnauthorizedAccessException)
        {
            await world.Error.WriteLineAsync($"mgentools people: the requests cannot be read: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        if (world.Stop.IsCancellationRequested)
            return ExitCode.Interrupted;
        return isFaultless ? ExitCode.Ok : ExitCode.Usage;
    }

    /// <summary>
    /// Reads a line; <c>null</c> at the end of the input and when the program stops. A read from a pipe or a terminal
    /// cannot be cancelled, so a pending read is abandoned.
    /// </summary>
    private async Task<string?> ReadLineAsync(StreamReader input)
    {
        try
        {
            return await input.ReadLineAsync().WaitAsync(world.Stop);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
