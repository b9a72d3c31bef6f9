using System.Text;

namespace MGen.Cli.Tests;

/// <summary>A <see cref="ProgramWorld"/> in memory, and the output of the program in it.</summary>
internal sealed class TestWorld : IDisposable
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();

    public TestWorld(params string[] arguments) =>
        World = new ProgramWorld
        {
            Arguments = arguments,
            Environment = static _ => null,
            Output = _output,
            Error = _error,
            WorkingDirectory = AppContext.BaseDirectory,
        };

    public ProgramWorld World { get; init; }

    public string Output => Encoding.UTF8.GetString(_output.ToArray());

    public string Error => _error.ToString();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }
}
