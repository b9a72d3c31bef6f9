namespace MGen.Published.Tests;

/// <summary>Real programs whose standard streams are broken when they start.</summary>
public sealed class BrokenStreamsTests(PublishedPrograms programs) : PublishedTest(programs)
{
    private const int Usage = 2;
    private const int CouldNotStart = 3;

    private static readonly string[] Programs = ["mgen-client", "mgen-peer", "mgen-web", "mgentools", "mgen-server"];

    public static TheoryData<string, string, string, int> Cases
    {
        get
        {
            TheoryData<string, string, string, int> cases = [];
            foreach (string program in Programs)
            {
                foreach (string redirection in (string[])["2>/dev/full", "2>&-", "2>&- <&-"])
                {
                    cases.Add(program, "--help", redirection, 0);
                    cases.Add(program, "--nonsense", redirection, Usage);
                }
                foreach (
                    string redirection in (string[])
                        [">/dev/full", ">&-", ">&- 2>&-", ">/dev/full 2>/dev/full", ">&- 2>&- <&-"]
                )
                    cases.Add(program, "--help", redirection, CouldNotStart);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Run_StreamBroken_ReturnsTheDocumentedExitCode(
        string program,
        string argument,
        string redirection,
        int expected
    )
    {
        RunningProgram.Ended ended = await RunShellAsync($"exec \"$0\" \"$1\" {redirection}", program, argument);

        Assert.Equal(expected, ended.Code);
        Assert.DoesNotContain("bug", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mgen-web", "2>/dev/full")]
    [InlineData("mgen-web", "2>&-")]
    [InlineData("mgen-server", "2>/dev/full")]
    [InlineData("mgen-server", "2>&-")]
    public async Task Serve_OnlyDiagnosticsAreLost_RunsAndExitsWithZero(string program, string redirection)
    {
        await using RunningProgram server = StartShell($"exec \"$0\" \"$1\" {redirection}", program, "127.0.0.1:0");
        await server.AwaitAddressAsync();

        RunningProgram.Ended ended = await server.StopAsync();

        Assert.Equal(0, ended.Code);
    }

    private RunningProgram StartShell(string script, string program, string argument) =>
        Start(Surroundings.Empty, "/bin/sh", "-c", script, PathOf(program), argument);

    private async Task<RunningProgram.Ended> RunShellAsync(string script, string program, string argument)
    {
        await using RunningProgram running = StartShell(script, program, argument);
        return await running.EndAsync();
    }
}
