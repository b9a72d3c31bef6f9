using System.Text;
using MGen.Cli;

namespace MGen.Tools.Tests;

/// <summary>Runs <c>mgentools</c> in this process, in a temporary directory.</summary>
internal sealed class ToolWorld : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();

    public string Root { get; } = Directory.CreateTempSubdirectory("mgentools-").FullName;

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public string Error => _error.ToString();

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(Root, name), content);

    public Task<ExitCode> RunAsync(params string[] arguments) =>
        ToolsProgram.RunAsync(
            new ProgramWorld
            {
                Arguments = arguments,
                Environment = static _ => null,
                Output = _output,
                Error = _error,
                WorkingDirectory = Root,
                Stop = TestContext.Current.CancellationToken,
            }
        );

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
