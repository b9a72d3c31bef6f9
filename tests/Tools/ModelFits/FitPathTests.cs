using System.IO.Pipes;
using MGen.Analysis.Tests;
using MGen.Cli;

namespace MGen.Tools.Tests.ModelFits;

/// <summary>Inputs and outputs of <c>fit</c> that cannot be used.</summary>
public sealed class FitPathTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fit_MappingIsAnInput_IsRefusedAndLeftUnchanged()
    {
        FormatSamples.WriteAll(_world);
        string input = Directory.GetFiles(Path.Combine(_world.Root, "in")).Order(StringComparer.Ordinal).First();
        byte[] before = await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken);

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync(
                "fit",
                "in/*",
                "--out",
                "models",
                "--mapping",
                Path.GetRelativePath(_world.Root, input)
            )
        );

        Assert.Contains("is an input: an output may not write over it", _world.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Fit_InputIsAPipe_IsRefused()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "other systems have no paths of open pipes");
        using AnonymousPipeServerStream pipe = new(PipeDirection.Out);
        string path = $"/proc/self/fd/{pipe.ClientSafePipeHandle.DangerousGetHandle()}";

        Assert.Equal(ExitCode.Usage, await _world.RunAsync("fit", path, "--out", "models"));

        Assert.Contains($"{path}: is a pipe", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_EmptyPath_IsRefused()
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("fit", "", "--out", "models"));

        Assert.Contains("an argument is empty", _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out")]
    [InlineData("--chats-out")]
    public async Task Fit_OutputDirectoryMayNotBeRead_IsRefused(string option)
    {
        FormatSamples.WriteAll(_world);
        using LockedDirectory locked = new(_world.Root);

        ExitCode code = await locked.AsNobodyAsync(() => _world.RunAsync("fit", "in/*", option, locked.Name));

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(
            $"{option}: '{locked.Name}' is a directory that cannot be read",
            _world.Error,
            StringComparison.Ordinal
        );
    }
}
