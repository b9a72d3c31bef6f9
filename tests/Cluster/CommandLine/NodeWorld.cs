using MGen.Cli;

namespace MGen.Cluster.Tests.CommandLine;

/// <summary>
/// An environment with a directory of its own, in which <c>mgen-silo</c> or <c>mgen-gateway</c> runs in this process.
/// </summary>
internal sealed class NodeWorld : IDisposable
{
    private readonly StringWriter _error = new();
    private readonly MemoryStream _output = new();

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("mgen-node-tests-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public string Error => _error.ToString();

    public ProgramWorld With(params string[] arguments) =>
        new()
        {
            Arguments = arguments,
            Environment = name => Environment.GetValueOrDefault(name),
            Output = _output,
            Error = _error,
            WorkingDirectory = Directory,
            Stop = TestContext.Current.CancellationToken,
        };

    public void WriteSettings(string json) => File.WriteAllText(Path.Combine(Directory, "appsettings.json"), json);

    public void Dispose()
    {
        System.IO.Directory.Delete(Directory, recursive: true);
        _output.Dispose();
        _error.Dispose();
    }
}
