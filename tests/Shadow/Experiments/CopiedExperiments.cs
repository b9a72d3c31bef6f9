using MGen.Docs.Tests;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>A copy of the folder <c>shadow</c>, in which experiments may run.</summary>
internal sealed class CopiedExperiments : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-run-");

    public CopiedExperiments()
    {
        foreach (
            string file in Repository.Files.Where(file =>
                file.StartsWith("shadow/", StringComparison.Ordinal)
                && !file.Contains("/shadow.data", StringComparison.Ordinal)
            )
        )
        {
            string target = Path.Combine(_directory.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Repository.PathOf(file), target);
        }
    }

    /// <summary>Where an experiment is.</summary>
    public string DirectoryOf(string experiment) => Path.Combine(_directory.FullName, "shadow", experiment);

    /// <summary>Where an experiment's <c>run.sh</c> is.</summary>
    public string ScriptOf(string experiment) => Path.Combine(_directory.FullName, "shadow", experiment, "run.sh");

    public void Dispose() => _directory.Delete(recursive: true);
}
