using System.CommandLine;
using System.Text;
using MGen.Cli;
using MGen.Cli.Help;

namespace MGen.Tools.Components;

/// <summary>
/// The verb <c>people</c>: simulated people for another program, by lines on standard input and output.
/// </summary>
internal sealed class PeopleCommand(ProgramWorld world)
{
    private const string Examples = """
          # alice in the group tea: what she does first, if nobody writes to her
          printf '%s\n' 'new a 7 tea samples/client/alice.yaml' 'next a' \
            'received a 3000000000' 'next a' | mgentools people
        """;

    /// <summary>What the help has besides the options.</summary>
    public static readonly HelpPage Help = new(
        Examples,
        ExitTable.Create(
            "every request was answered without an error",
            "bad usage, or a request was answered with an error",
            "the answers cannot be written"
        )
    );

    private const string Requests = """
        Drive simulated people by lines on standard input, one answer per line (docs/EXPORT.md). Times are nanoseconds
        from waking up. Requests: new NAME SEED GROUP CONFIG; next NAME; time NAME; received NAME NANOSECONDS; free NAME.
        Answers: ok; a time; TIME send ID BYTES active|idle; TIME leave; error TEXT.
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
        while (await ReadLineAsync(input) is { } request)
        {
            string answer = session.Answer(request);
            isFaultless &= !answer.StartsWith(PeopleSession.Error, StringComparison.Ordinal);
            world.WriteOutput(answer + "\n");
        }
        if (world.Stop.IsCancellationRequested)
            return ExitCode.Interrupted;
        return isFaultless ? ExitCode.Ok : ExitCode.Usage;
    }

    /// <summary>
    /// Reads a line; <c>null</c> at the end of the input and when the program is to stop. A read from a pipe or a
    /// terminal cannot be cancelled, so it is abandoned.
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
