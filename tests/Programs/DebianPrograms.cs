using MGen.Tests.Programs;

[assembly: AssemblyFixture(typeof(DebianPrograms))]

namespace MGen.Tests.Programs;

/// <summary>
/// Programs from Debian's packages. A program that the system has is used; others are downloaded with their
/// dependencies and unpacked into a directory that is deleted with this object. Nothing is installed and no service is
/// started, so no privileges are needed and nothing remains. One object serves all tests of an assembly.
/// </summary>
public sealed class DebianPrograms : IDisposable
{
    private static readonly string[] SystemPlaces =
    [
        "/usr/local/bin",
        "/usr/local/sbin",
        "/usr/bin",
        "/usr/sbin",
        "/bin",
        "/sbin",
    ];
    private static readonly InstalledProgram Apt = new("/usr/bin/apt-get", null);
    private static readonly InstalledProgram Unpack = new("/usr/bin/dpkg-deb", null);

    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-packages-").FullName;

    private readonly Dictionary<string, InstalledProgram> _pythons = []; // by module
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The fixture of the running test's assembly.</summary>
    internal static async Task<DebianPrograms> CurrentAsync() =>
        (await TestContext.Current.GetFixture<DebianPrograms>())!;

    /// <summary>The directory into which packages are unpacked; it has the system's layout.</summary>
    internal string Root => Path.Combine(_directory, "root");

    /// <summary>Finds a program or gets it.</summary>
    /// <param name="package">The package that contains it.</param>
    /// <param name="program">The name of its file.</param>
    /// <returns>The program, or why it is not available.</returns>
    internal async Task<(InstalledProgram? Program, string Reason)> GetAsync(string package, string program)
    {
        await _turn.WaitAsync();
        try
        {
            return await FindOrDownloadAsync(package, program);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The same; without the program the running test is skipped, with the reason.</summary>
    internal async Task<InstalledProgram> GetOrSkipAsync(string package, string program)
    {
        (InstalledProgram? found, string reason) = await GetAsync(package, program);
        Assert.SkipWhen(found is null, reason);
        return found;
    }

    /// <summary>
    /// Python with a module: the system's if it has the module, otherwise one with the unpacked module. If neither is
    /// available, the running test is skipped, with the reason.
    /// </summary>
    /// <param name="package">The package that contains the module.</param>
    /// <param name="module">The module's name.</param>
    internal async Task<InstalledProgram> GetPythonOrSkipAsync(string package, string module)
    {
        await _turn.WaitAsync();
        try
        {
            if (_pythons.TryGetValue(module, out InstalledProgram? known))
                return known;
            (InstalledProgram? python, string reason) = await FindOrDownloadAsync(package, "python3");
            Assert.SkipWhen(python is null, reason);
            string[] import = ["-c", $"import {module}"];
            if (await RunAsync(python, import) is null)
                return _pythons[module] = python;
            if (await DownloadAsync(package) is { } problem)
                Assert.Skip($"{module} is not installed, and its package cannot be downloaded: {problem}");
            python = new InstalledProgram(python.Path, LibraryPath())
            {
                PythonHome = python.Path.StartsWith(Root, StringComparison.Ordinal) ? $"{Root}/usr" : null,
                PythonPath = $"{Root}/usr/lib/python3/dist-packages",
            };
            Assert.SkipUnless(await RunAsync(python, import) is null, $"the package {package} does not run here");
            return _pythons[module] = python;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Lets all users of the machine read what is unpacked: some servers refuse to run as root.</summary>
    internal void LetOthersRead()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                _directory,
                File.GetUnixFileMode(_directory) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute
            );
    }

    /// <summary>Removes what was unpacked.</summary>
    public void Dispose()
    {
        Directory.Delete(_directory, recursive: true);
        _turn.Dispose();
    }

    private async Task<(InstalledProgram? Program, string Reason)> FindOrDownloadAsync(string package, string program)
    {
        if (!OperatingSystem.IsLinux())
            return (null, $"{program} is only looked for on Linux");
        if (Find("", program) is { } ofSystem)
            return (new InstalledProgram(ofSystem, null), "");
        if (!File.Exists(Apt.Path) || !File.Exists(Unpack.Path))
            return (null, $"{program} is not installed, and there is no apt-get to get it with");
        if (Find(Root, program) is null && await DownloadAsync(package) is { } problem)
            return (null, $"{program} is not installed, and its package cannot be downloaded: {problem}");
        return Find(Root, program) is { } unpacked
            ? (new InstalledProgram(unpacked, LibraryPath()), "")
            : (null, $"the package {package} has no {program}");
    }

    private static string? Find(string root, string program) =>
        SystemPlaces
            .Select(place => root + place)
            .Concat(PostgreSqlPlaces(root))
            .Select(place => Path.Combine(place, program))
            .FirstOrDefault(File.Exists);

    /// <summary>Debian keeps most programs of PostgreSQL in a directory per version, outside the search path.</summary>
    private static IEnumerable<string> PostgreSqlPlaces(string root)
    {
        DirectoryInfo versions = new($"{root}/usr/lib/postgresql");
        return versions.Exists
            ? versions.GetDirectories().Select(version => Path.Combine(version.FullName, "bin")).OrderDescending()
            : [];
    }

    /// <summary>
    /// Downloads a package with those of its dependencies that the system lacks, and unpacks them into
    /// <see cref="Root"/>.
    /// </summary>
    /// <returns>Why it failed; <c>null</c> if it did not.</returns>
    private async Task<string?> DownloadAsync(string package)
    {
        string[] options = Options();
        string[] download = [.. options, "--yes", "--no-install-recommends", "--download-only", "install", package];
        if (
            await RunAsync(Apt, download) is not null
            && (await RunAsync(Apt, [.. options, "update"]) ?? await RunAsync(Apt, download)) is { } problem
        )
            return problem;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_directory, "archives"), "*.deb"))
        {
            if (await RunAsync(Unpack, ["--extract", file, Root]) is { } broken)
                return broken;
        }
        return null;
    }

    /// <summary>Separate lists and archives, and no locks: writing the system's needs privileges.</summary>
    private string[] Options()
    {
        string archives = Directory.CreateDirectory(Path.Combine(_directory, "archives", "partial")).Parent!.FullName;
        string lists = Directory.CreateDirectory(Path.Combine(_directory, "lists", "partial")).Parent!.FullName;
        string[] settings =
        [
            $"Dir::Cache::archives={archives}",
            $"Dir::State::lists={lists}",
            "Dir::Cache::pkgcache=",
            "Dir::Cache::srcpkgcache=",
            "Debug::NoLocking=true",
            $"APT::Sandbox::User={Environment.UserName}",
            "Acquire::http::Timeout=20",
            "Acquire::Retries=1",
        ];
        return ["--quiet", .. settings.SelectMany(setting => new[] { "--option", setting })];
    }

    private static async Task<string?> RunAsync(InstalledProgram program, string[] arguments)
    {
        (int code, string text) = await ChildProcess.RunAsync(
            program,
            arguments,
            new Dictionary<string, string> { ["LC_ALL"] = "C" }
        );
        return code == 0
            ? null
            : text.Split('\n').LastOrDefault(line => line.StartsWith("E: ", StringComparison.Ordinal))
                ?? $"exit code {code}";
    }

    private string LibraryPath() =>
        string.Join(
            ':',
            Directory
                .EnumerateFiles(Root, "*.so*", SearchOption.AllDirectories)
                .Select(file => Path.GetDirectoryName(file)!)
                .Distinct(StringComparer.Ordinal)
        );
}
