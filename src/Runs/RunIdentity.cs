using System.Globalization;
using System.Security.Cryptography;
using MGen.Cli;

namespace MGen.Runs;

/// <summary>What a run must name so that it can be repeated.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The effective seed.</param>
/// <param name="ConfigHash">The first 8 hexadecimal digits of the SHA-256 of all configuration files, in their
/// order.</param>
/// <param name="Population">How many users and conversations.</param>
public sealed record RunIdentity(string Version, ulong Seed, string ConfigHash, string Population)
{
    /// <summary>Establishes it; a seed that was not given is drawn from entropy.</summary>
    /// <param name="files">All configuration files, in their order.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="population">As <see cref="Count"/> says it.</param>
    /// <param name="seed">The seed that was asked for.</param>
    public static RunIdentity Of(IEnumerable<string> files, string workingDirectory, string population, ulong? seed) =>
        new(ProgramVersion.Text, seed ?? EntropySeed.Draw(), Hash(files, workingDirectory), population);

    /// <summary><c>users 3   conversations 7</c></summary>
    public static string Count(int users, int conversations) =>
        string.Create(CultureInfo.InvariantCulture, $"users {users:N0}   conversations {conversations:N0}");

    /// <summary>One line.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"version {Version}   seed {Seed}   config {ConfigHash}   {Population}"
        );

    private static string Hash(IEnumerable<string> files, string workingDirectory)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files)
            hash.AppendData(File.ReadAllBytes(Path.GetFullPath(file, workingDirectory)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }
}
