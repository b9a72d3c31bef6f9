using MGen.Deploy.Tests;
using MGen.Docs.Tests;
using MGen.Published.Tests;

[assembly: AssemblyFixture(typeof(PublishedPrograms))]

namespace MGen.Published.Tests;

/// <summary>
/// The programs as <c>publish.sh</c> makes them, once for all tests: the native ones and <c>mgen-server</c>; the other
/// two are made in the same way as it. Intermediate files stay out of the bin and obj folders that other rooms' tests
/// use. Where <c>MGEN_PUBLISHED</c> names a directory, the programs there are tested instead. Where
/// <c>MGEN_PUBLISH_TO</c> names one, the programs are made there, unless they are there already, and stay: a second run
/// of a failed test need not make them again.
/// </summary>
public sealed class PublishedPrograms : IAsyncLifetime
{
    /// <summary>Six programs compiled on a busy machine of two cores.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(25);

    private static readonly string[] Names =
    [
        "mgen-client",
        "mgen-peer",
        "mgen-web",
        "mgentools",
        "libmgen_people.so",
        "mgen-server",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-published-");
    private string? _missing;

    /// <summary>The preload stub of the simulator, <c>null</c> without a C compiler.</summary>
    public string? Stub { get; private set; }

    private static string? Ready => Environment.GetEnvironmentVariable("MGEN_PUBLISHED");

    private string Folder => Environment.GetEnvironmentVariable("MGEN_PUBLISH_TO") ?? _directory.FullName;

    private string StubFile => Path.Combine(_directory.FullName, "mgen-shadow.so");

    public async ValueTask InitializeAsync()
    {
        _missing = WhatIsMissing();
        if (_missing is not null)
            return;
        if (Ready is null && !Array.TrueForAll(Names, name => File.Exists(Path.Combine(Folder, name))))
            await PublishAsync();
        await BuildStubAsync();
    }

    /// <summary>The path of a program; skips the test, and says why, where it cannot be made.</summary>
    public string PathOf(string program)
    {
        Assert.SkipUnless(_missing is null, _missing ?? "");
        return Path.Combine(Ready ?? Folder, program);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task PublishAsync()
    {
        (int code, string said) = await CommandRun.RunAsync(
            "bash",
            [Repository.PathOf("publish.sh"), Folder, .. Names],
            Patience
        );
        if (code != 0 && IsOffline(said))
            _missing = "publish.sh needs packages that this machine has not and cannot get: " + said;
        else
            Assert.True(code == 0, $"publish.sh ended with {code}: {said}");
    }

    private static string? WhatIsMissing()
    {
        if (!OperatingSystem.IsLinux())
            return "programs are published and tested on Linux";
        return OnPath("bash") is null ? "no bash here"
            : OnPath("clang") is null && OnPath("gcc") is null ? "no C linker here: neither clang nor gcc"
            : null;
    }

    /// <summary>NuGet's codes for an unavailable package or source.</summary>
    private static bool IsOffline(string said) =>
        said.Contains("NU1101", StringComparison.Ordinal)
        || said.Contains("NU1102", StringComparison.Ordinal)
        || said.Contains("NU1301", StringComparison.Ordinal);

    private static string? OnPath(string tool) =>
        Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => Path.Combine(folder, tool))
            .FirstOrDefault(File.Exists);

    private async Task BuildStubAsync()
    {
        if (OnPath("cc") is not { } compiler)
            return;
        (int code, string said) = await CommandRun.RunAsync(
            compiler,
            ["-O2", "-shared", "-fPIC", "-o", StubFile, Repository.PathOf("shadow/preload/mgen-shadow.c")],
            Patience
        );
        Assert.True(code == 0, said);
        Stub = StubFile;
    }
}
