using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MGen.Docs.Tests;

namespace MGen.Deploy.Tests;

/// <summary>
/// deploy/images.sh makes images that a container engine can load: no engine is needed to see what is in them.
/// </summary>
public sealed class ImageTests : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-images-");
    private readonly BaseImageRegistry _registry = new();

    [Theory]
    [InlineData("mgen-silo", "x64", "amd64")]
    [InlineData("mgen-client", "arm64", "arm64")]
    public async Task Archive_OfAProgram_RunsItAndNotAsRoot(string program, string architecture, string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "images are of Linux");
        BuiltProgram.SkipUnlessBuilt(program);

        await MakeAsync(program, architecture);
        Dictionary<string, byte[]> archive = Read($"{program}.tar");
        JsonElement manifest = Json(archive["manifest.json"])[0];
        JsonElement image = Json(archive[manifest.GetProperty("Config").GetString()!]);
        JsonElement config = image.GetProperty("config");

        Assert.Equal($"{program}:{BuiltProgram.Version}", manifest.GetProperty("RepoTags")[0].GetString());
        Assert.Equal(name, image.GetProperty("architecture").GetString());
        Assert.Equal(BaseImageRegistry.User, config.GetProperty("User").GetString());
        Assert.Equal(
            ["dotnet", $"/app/{program}.dll"],
            config.GetProperty("Entrypoint").EnumerateArray().Select(part => part.GetString()!)
        );
        byte[] layer = archive[manifest.GetProperty("Layers").EnumerateArray().Last().GetString()!];
        await using (GZipStream files = new(new MemoryStream(layer), CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(
                files,
                _directory.FullName,
                overwriteFiles: true,
                TestContext.Current.CancellationToken
            );
        string printed = await CommandRun.SucceedAsync(
            Path.Combine(CommandRun.DotnetRoot, "dotnet"),
            [Path.Combine(_directory.FullName, "app", $"{program}.dll"), "--version"]
        );
        Assert.StartsWith(BuiltProgram.Version, printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no program mgen-silos", "mgen-silos")]
    [InlineData("--architecture riscv64: allowed: x64, arm64", "--architecture", "riscv64")]
    [InlineData("leave out --architecture", "--architecture", "x64", "--push", "registry.example.org")]
    public async Task Images_WrongArguments_AreRefused(string why, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "images are of Linux");

        (int code, string printed) = await CommandRun.RunAsync("bash", ["deploy/images.sh", .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains(why, printed, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _registry.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private Task<string> MakeAsync(string program, string architecture) =>
        CommandRun.SucceedAsync(
            "bash",
            [
                Repository.PathOf("deploy/images.sh"),
                "--archive",
                _directory.FullName,
                "--architecture",
                architecture,
                program,
            ],
            (
                "MGEN_IMAGE_OPTIONS",
                $"--no-build -p:UseArtifactsOutput=false -p:Configuration={BuiltProgram.Configuration} -p:ContainerBaseImage={_registry.Image}"
            ),
            ("DOTNET_CONTAINER_INSECURE_REGISTRIES", _registry.Address)
        );

    /// <summary>
    /// The files of an archive by name. The SDK's archive is a tar file of compressed layers, although its name says
    /// otherwise.
    /// </summary>
    private Dictionary<string, byte[]> Read(string name)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        using FileStream file = File.OpenRead(Path.Combine(_directory.FullName, name));
        using TarReader tar = new(file);
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            if (entry.DataStream is null)
                continue;
            using MemoryStream content = new();
            entry.DataStream.CopyTo(content);
            files[entry.Name] = content.ToArray();
        }
        return files;
    }

    private static JsonElement Json(byte[] content) => JsonElement.Parse(Encoding.UTF8.GetString(content));
}
