using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using MGen.Cli;
using MGen.Model.Configuration;

namespace MGen.Client;

/// <summary>What a run must name so that it can be repeated.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The effective seed.</param>
/// <param name="ConfigHash">The first 8 hexadecimal digits of the SHA-256 of all configuration files, in their order.</param>
/// <param name="Population">How many users and conversations.</param>
internal sealed record RunIdentity(string Version, ulong Seed, string ConfigHash, string Population)
{
    /// <summary>Establishes it; a seed that was not given is drawn from entropy.</summary>
    public static RunIdentity Of(IReadOnlyList<UserConfig> users, ulong? seed, string workingDirectory) => new(
        ProgramVersion.Text,
        seed ?? BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        Hash(users, workingDirectory),
        Count(users));

    /// <summary><c>users 3   conversations 7</c></summary>
    public static string Count(IReadOnlyList<UserConfig> users) =>
        string.Create(CultureInfo.InvariantCulture, $"users {users.Count:N0}   conversations {users.Sum(user => user.Conversations.Count):N0}");

    /// <summary>One line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"version {Version}   seed {Seed}   config {ConfigHash}   {Population}");

    private static string Hash(IReadOnlyList<UserConfig> users, string workingDirectory)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (UserConfig user in users)
            hash.AppendData(File.ReadAllBytes(Path.GetFullPath(user.File, workingDirectory)));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }
}
