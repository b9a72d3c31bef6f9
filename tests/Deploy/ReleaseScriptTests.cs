using MGen.Docs.Tests;

namespace MGen.Deploy.Tests;

/// <summary><c>release.sh</c> in a temporary repository with stubs in place of programs and packages.</summary>
public sealed class ReleaseScriptTests : IDisposable
{
    private const string Version = "1.2.3";

    private const string Program = """
        #!/bin/sh
        case $1 in
            man) echo ".TH ${2:-program} 1" ;;
            --help) printf 'Commands:\n  fit   Fits\n  help  Helps\n\nExamples:\n  more\n' ;;
            completion) echo "completes in $2" ;;
        esac
        """;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-release-");

    public ReleaseScriptTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "release.sh is for Linux");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Release_OfACleanTree_HasProgramsPagesNotesAndChecksums()
    {
        await PrepareAsync();

        await CommandRun.SucceedAsync(
            "bash",
            ["-c", $"cd '{_directory.FullName}' && ./release.sh --tag {Version} made"]
        );

        string listed = await CommandRun.SucceedAsync(
            "bash",
            [
                "-c",
                $"cd '{_directory.FullName}/made' && sha256sum --quiet --check SHA256SUMS && tar -tzf mgen-{Version}-*.tar.gz",
            ]
        );
        foreach (
            string path in (string[])
                [
                    "/bin/mgen-web",
                    "/share/man/man1/mgen-web.1",
                    "/share/man/man1/mgen-web-fit.1",
                    "/share/bash-completion/completions/mgen-web",
                    "/share/zsh/site-functions/_mgen-web",
                    "/share/fish/vendor_completions.d/mgen-web.fish",
                    "/LICENSE",
                ]
        )
            Assert.Contains(path + "\n", listed + "\n", StringComparison.Ordinal);
        Assert.DoesNotContain("mgen-web-help.1", listed, StringComparison.Ordinal);
        Assert.Equal(
            "\n- what is new\n\n",
            await File.ReadAllTextAsync(
                Path.Combine(_directory.FullName, "made", "NOTES.md"),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Contains(
            "- what is new",
            await CommandRun.SucceedAsync(
                "git",
                ["-C", _directory.FullName, "tag", "--list", "--format=%(contents)", $"v{Version}"]
            ),
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(Path.Combine(_directory.FullName, "made", "Tools.nupkg")));
    }

    [Fact]
    public async Task Prepare_NextVersion_SetsItInAllFilesAndFitsARelease()
    {
        await PrepareAsync();

        await CommandRun.SucceedAsync(
            "bash",
            [
                "-c",
                $"cd '{_directory.FullName}' && ./release.sh --prepare 1.3.0-rc.1 && ! ./release.sh 1.3.0-rc.1 made"
                    + " && git commit --quiet --all --message next && ./release.sh 1.3.0-rc.1 made",
            ]
        );

        string Read(string file) => File.ReadAllText(Path.Combine(_directory.FullName, file));
        Assert.Equal("<VersionPrefix>1.3.0</VersionPrefix>\n", Read("Directory.Build.props"));
        Assert.Equal("version: 1.3.0-rc.1\n", Read("CITATION.cff"));
        Assert.Matches(
            @"^# Changes\n\n## Unreleased\n\n## 1\.3\.0-rc\.1 - \d{4}-\d\d-\d\d\n\n- not yet\n\n## 1\.2\.3 ",
            Read("CHANGELOG.md")
        );
        Assert.Equal("  image: mgen-silo:1.3.0\n  image: postgres:17\n", Read("deploy/compose.yaml"));
        Assert.Equal("\n- not yet\n\n", Read("made/NOTES.md"));
    }

    [Theory]
    [InlineData("is not a version", "x", "")]
    [InlineData("another <VersionPrefix>", "1.2.4", "")]
    [InlineData(
        "CITATION.cff has another version",
        Version,
        "sed -i s/1.2.3/1.2.2/ CITATION.cff; git commit --quiet --all --message x"
    )]
    [InlineData(
        "has no section '## 1.2.3'",
        Version,
        "sed -i s/1.2.3/1.2.2/ CHANGELOG.md; git commit --quiet --all --message x"
    )]
    [InlineData(
        "these images in deploy/ have another version",
        Version,
        "sed -i s/1.2.3/1.2.2/ deploy/compose.yaml; git commit --quiet --all --message x"
    )]
    [InlineData("uncommitted changes", Version, "echo >>README.md")]
    [InlineData("a release is never overwritten", Version, "mkdir made; touch made/x; echo made/ >.git/info/exclude")]
    public async Task Release_OfAnUnfitTree_IsRefused(string told, string version, string change)
    {
        await PrepareAsync();

        string said = await CommandRun.SucceedAsync(
            "bash",
            [
                "-c",
                $"cd '{_directory.FullName}' && {{ {(change.Length == 0 ? ":" : change)}; }} && ! ./release.sh {version} made 2>&1",
            ]
        );

        Assert.Contains(told, said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_directory.FullName, "made", "SHA256SUMS")));
    }

    /// <summary>A repository that is fit for a release.</summary>
    private async Task PrepareAsync()
    {
        string root = _directory.FullName;
        Directory.CreateDirectory(Path.Combine(root, ".ci"));
        Directory.CreateDirectory(Path.Combine(root, "deploy", "kubernetes"));
        Write("deploy/compose.yaml", $"  image: mgen-silo:{Version}\n  image: postgres:17\n");
        Write("deploy/kubernetes/mgen.yaml", $"          image: mgen-silo:{Version}\n");
        File.Copy(Repository.PathOf("release.sh"), Path.Combine(root, "release.sh"));
        Write(
            ".ci/environment",
            "dotnet() { while [ $# -gt 0 ]; do case $1 in --output) out=$2 ;; src/*) room=${1#src/} ;; esac; shift; done; echo package >\"$out/$room.nupkg\"; }\n"
        );
        Write(
            "publish.sh",
            $"#!/bin/sh\nmkdir -p \"$1\"\ncat >\"$1/mgen-web\" <<'PROGRAM'\n{Program}\nPROGRAM\nchmod +x \"$1/mgen-web\"\n"
        );
        Write("Directory.Build.props", $"<VersionPrefix>{Version}</VersionPrefix>\n");
        Write("CITATION.cff", $"version: {Version}\n");
        Write(
            "CHANGELOG.md",
            $"# Changes\n\n## Unreleased\n\n- not yet\n\n## {Version} - 2026-11-29\n\n- what is new\n\n## 1.2.2\n\n- old\n"
        );
        foreach (string file in (string[])["LICENSE", "README.md"])
            Write(file, file);
        await CommandRun.SucceedAsync(
            "bash",
            [
                "-c",
                $"cd '{root}' && chmod +x release.sh publish.sh && git init --quiet && git config user.email a@b && git config user.name a && git add --all && git commit --quiet --message first",
            ]
        );
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_directory.FullName, file), text);
}
