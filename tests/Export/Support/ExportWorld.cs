using System.Globalization;
using System.Text;
using MGen.Cli;
using MGen.Client;
using MGen.Tools;

namespace MGen.Export.Tests.Support;

/// <summary>A directory in which programs run, in this process.</summary>
internal sealed class ExportWorld : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mgen-export-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public byte[] ReadBytes(string name) => File.ReadAllBytes(PathOf(name));

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public string Read(string name) => File.ReadAllText(PathOf(name));

    /// <summary>Writes a client in these groups.</summary>
    public void WriteClient(
        string user,
        IEnumerable<string> groups,
        int port = 6397,
        string more = "",
        int lambda = 5,
        int webPort = 6398,
        int bootstrapSeconds = 0,
        double idleRate = 0.5
    ) =>
        File.WriteAllText(
            PathOf($"{user}.yaml"),
            $"user: {user}\nmessage_server: 127.0.0.1:{port}\nweb_server: 127.0.0.1:{webPort}\n{more}bootstrap: {bootstrapSeconds}\n{Behaviour(lambda, idleRate)}\n"
                + string.Concat(groups.Select(group => $"  - group: {group}\n"))
        );

    /// <summary>Runs <c>mgentools</c> with an input.</summary>
    public Task<(ExitCode Code, string Output, string Error)> ToolsAsync(string[] arguments, string input) =>
        RunAsync(ToolsProgram.RunAsync, arguments, input);

    /// <summary>Runs <c>mgentools</c>.</summary>
    public Task<(ExitCode Code, string Output, string Error)> ToolsAsync(params string[] arguments) =>
        RunAsync(ToolsProgram.RunAsync, arguments);

    /// <summary>Runs <c>mgen-client</c>.</summary>
    public Task<(ExitCode Code, string Output, string Error)> ClientAsync(params string[] arguments) =>
        RunAsync(ClientProgram.RunAsync, arguments);

    /// <summary>Runs <c>mgentools</c>, which has to succeed.</summary>
    public async Task<string> SucceedAsync(params string[] arguments)
    {
        (ExitCode code, string output, string error) = await ToolsAsync(arguments);
        Assert.True(code == ExitCode.Ok, $"{string.Join(' ', arguments)}: {code}: {error}");
        return output;
    }

    /// <param name="lambda">Mean blocks of a message.</param>
    /// <param name="idleRate">Messages per second of an idle conversation.</param>
    private static string Behaviour(int lambda, double idleRate) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            retry: 1
            distributions:
              s: 0.5
              r: 0.5
              m: {distribution: Poisson, lambda: {{lambda}}}
              i: {distribution: Exp, lambda: {{idleRate}}}
              w: &quick {distribution: Exp, lambda: 1}
              a_s: *quick
              a_r: *quick
            conversations:
            """
        );

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private async Task<(ExitCode Code, string Output, string Error)> RunAsync(
        Func<ProgramWorld, Task<ExitCode>> program,
        string[] arguments,
        string input = ""
    )
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        ExitCode code = await program(
            new ProgramWorld
            {
                Arguments = arguments,
                Environment = static _ => null,
                Output = output,
                Error = error,
                Input = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
                WorkingDirectory = Root,
                Stop = TestContext.Current.CancellationToken,
            }
        );
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
