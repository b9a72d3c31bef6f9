using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MGen.Cli;

namespace MGen.SwarmHosting;

/// <summary>What must be known to repeat a run.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The effective seed.</param>
/// <param name="ConfigHash">
/// The first 8 hexadecimal digits of the SHA-256 of this process's configuration files, in their order.
/// </param>
/// <param name="Population">The numbers of users and conversations, as text.</param>
public sealed record RunProvenance(string Version, ulong Seed, string ConfigHash, string Population)
{
    /// <summary>Creates the provenance of a run; draws a seed from entropy if none is given.</summary>
    /// <param name="files">The configuration files of this process's users; for peers, the hosts file is first.</param>
    /// <param name="workingDirectory">The directory of relative paths.</param>
    /// <param name="population">The result of <see cref="FormatPopulation"/>.</param>
    /// <param name="seed">The requested seed.</param>
    public static RunProvenance Create(
        IEnumerable<string> files,
        string workingDirectory,
        string population,
        ulong? seed
    )
    {
        // In the order of the arguments and, within a glob, of the paths, so that the same arguments always have the
        // same hash.
        string hash = Hash(files.Select(file => File.ReadAllBytes(Path.GetFullPath(file, workingDirectory))));
        return new RunProvenance(ProgramVersion.Text, seed ?? EntropySeed.Draw(), hash, population);
    }

    /// <summary>Formats numbers of users and conversations: <c>users 3   conversations 7</c>.</summary>
    public static string FormatPopulation(int users, int conversations) =>
        string.Create(CultureInfo.InvariantCulture, $"users {users:N0}   conversations {conversations:N0}");

    /// <summary>Formats the provenance as one line.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"version {Version}   seed {Seed}   config {ConfigHash}   {Population}"
        );

    /// <summary>The hash of a configuration that is not in files.</summary>
    public static string HashText(string configuration) => Hash([Encoding.UTF8.GetBytes(configuration)]);

    private static string Hash(IEnumerable<byte[]> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] part in parts)
            hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }
}

/// <summary>Draws a seed from the system's entropy for a run without <c>--seed</c>. Callers print it.</summary>
public static class EntropySeed
{
    /// <summary>Exclusive upper bound of a seed that is short enough to type.</summary>
    private const int ShortLimit = 1_000_000;

    /// <summary>Draws a seed of 64 bits.</summary>
    public static ulong Draw() =>
        BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Draws a seed of at most six digits.</summary>
    public static ulong DrawShort() => (ulong)RandomNumberGenerator.GetInt32(ShortLimit);
}
