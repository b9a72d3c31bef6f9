using System.Globalization;
using System.IO.Compression;
using System.IO.Pipes;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MGen.Archives.Tests;

public sealed class CompressedFileTests : IDisposable
{
    /// <summary><see cref="Text"/>, compressed by xz 5.4.</summary>
    private const string Xz =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AjrAStdADYaSh8IoCYDTQad7+2MoT/IOM9thS+Y9mRqlCRUtV8E/Z0M38GURRC+5rAEeLK8TvaFwI/N0OwuHg4c/NxcNm2RKAde1PZutNV63J94UIgpRu"
        + "PVm6jzuuphzICB2L9/GodHvUbOXFEaG2NZy8Z9D40R2XL15fCOye6loXAOZS1S8CWJj75t+30bLPfI/e4KpYqBkCykXdl8FA7LTOZhFL/+yW45LdMT2vc994v4oRKTmsqywBJmJzuu7AIO4HEtpzY1"
        + "quWSriQ3B7A2zLTmwDEg/DWQIwFlAHOaG7VA0pcAykbIFqiOywqr1n50EgMHSbXNyOkwWE2qmigv7JExEJjU7pigt0PxpieSQZMN8wwQ4f2NHD6zNeNLJmZ6o8ya70jxz1o+z1tPoeIXAABsD8xMJT"
        + "p8KgABxwLsEQAAdp41NLHEZ/sCAAAAAARZWg==";

    /// <summary><see cref="Text"/>, compressed by zstd 1.5 with a checksum.</summary>
    private const string Zstd =
        "KLUv/WTsBzUIAOLNIRiQKelgWxb69Rxs+f95SbmlTCkZwN+1AhcG2k1l02syTSZeaaw0pDRVotK8H/fTnuyn9/120hdfczrfbBKXJpm8h/bQdT7faqQlJdUqoZZq799PWb7XdkaoLNX9yn87JO1edi"
        + "flolLx55c0zAAQKAoCiIShcBiFICijLBRlEGMAYcwoDg4GAXaoIYzX+98BkDOStgERJBjPEuH/VB8GDVo4ku3uTg2NXSctamisqwslEsGId5vBLcEZmEFu5sN2ZjHO1IPyj47LMkKUETEYjM0crToF"
        + "xNOqU6D6I2KDYOL488DruYslkw30PL3WWtSIaB9HT2jwRQ/VAGFMoiPGkJ4BUBUjppz5";

    private static readonly string Text = string.Concat(
        Enumerable
            .Range(0, 60)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"line {i} of a text that is packed, {i * i}\n"))
    );

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("/dev/zero", false)]
    [InlineData("/dev/urandom", false)]
    [InlineData("/dev/null", true)]
    public void IsFile_Device_IsTrueIfItEnds(string path, bool expected)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices of Linux");

        Assert.Equal(expected, CompressedFile.IsFile(path));
    }

    [Fact]
    public void Open_ZstdWithAWindowOfTwoGibibytes_SaysSo()
    {
        // Magic number, no options, a window of 2^31 bytes, and a last block of one uncompressed byte.
        byte[] file = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x09, 0x00, 0x00, (byte)'x'];

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(file));

        Assert.Contains("window of more than 128 MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_WholeFile_IsItsText(string kind) => Assert.Equal(Text, Read(Packed(kind)));

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_TwoFilesInOne_AreBothRead(string kind) =>
        Assert.Equal(Text + Text, Read([.. Packed(kind), .. Packed(kind)]));

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_EveryCutFile_IsAnError(string kind)
    {
        byte[] whole = Packed(kind);
        for (int length = 6; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(whole[..length]));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_EverySecondFileCut_IsAnError(string kind)
    {
        byte[] whole = Packed(kind);
        for (int length = 6; length < whole.Length; length += 5)
            Assert.Throws<InvalidDataException>(() => Read([.. whole, .. whole[..length]]));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_OneByteChanged_IsAnErrorOrTheSameText(string kind)
    {
        for (int at = 6; at < Packed(kind).Length; at++)
        {
            byte[] damaged = Packed(kind);
            damaged[at] ^= 0x55;
            try
            {
                Assert.Equal(Text, Read(damaged)); // fields that are not checked, such as the time in a gzip header
            }
            catch (InvalidDataException) { }
        }
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_CutFile_GivesNothingButTheBeginningOfItsText(string kind)
    {
        byte[] whole = Packed(kind);
        for (int length = 6; length < whole.Length; length += 3)
        {
            File.WriteAllBytes(_path, whole[..length]);
            using Stream stream = CompressedFile.Open(CompressedFile.OpenRaw(_path));
            using MemoryStream read = new();
            Assert.Throws<InvalidDataException>(() => stream.CopyTo(read, 7));
            Assert.StartsWith(Encoding.UTF8.GetString(read.ToArray()), Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_Pipe_IsReadAsItIs()
    {
        using AnonymousPipeServerStream writer = new(PipeDirection.Out);
        byte[] text = Encoding.UTF8.GetBytes(Text[..100]);
        writer.Write(text);
        nint end = writer.ClientSafePipeHandle.DangerousGetHandle();
        using Stream stream = CompressedFile.Open(
            new FileStream(new SafeFileHandle(end, ownsHandle: false), FileAccess.Read, bufferSize: 0)
        );

        byte[] read = new byte[text.Length];
        stream.ReadExactly(read);

        Assert.Equal(text, read);
    }

    [Fact]
    public void Open_XzStreamsWithPadding_AreBothRead() =>
        Assert.Equal(Text + Text, Read([.. Packed("xz"), 0, 0, 0, 0, 0, 0, 0, 0, .. Packed("xz"), 0, 0, 0, 0]));

    [Fact]
    public void Open_XzWithPaddingOfOddLength_IsAnError() =>
        Assert.Throws<InvalidDataException>(() => Read([.. Packed("xz"), 0, 0, 0]));

    [Theory]
    [InlineData("gz")]
    [InlineData("xz")]
    [InlineData("zst")]
    public void Open_RubbishBehindTheEnd_IsAnError(string kind) =>
        Assert.Throws<InvalidDataException>(() => Read([.. Packed(kind), .. "rubbish"u8]));

    [Theory]
    [InlineData(new byte[] { 4, 0x22, 0x4d, 0x18, 0 }, "lz4")]
    [InlineData(new byte[] { (byte)'B', (byte)'Z', (byte)'h', (byte)'9' }, "bzip2")]
    [InlineData(new byte[] { (byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c }, "7z")]
    public void Open_CompressionThatIsNotRead_IsNamed(byte[] content, string name) =>
        Assert.Contains(
            name,
            Assert.Throws<InvalidDataException>(() => Read(content)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Open_PlainFile_IsItself() => Assert.Equal("plain", Read([.. "plain"u8]));

    [Theory]
    [InlineData("run.log.gz", "run.log")]
    [InlineData("run.log.ZST", "run.log")]
    [InlineData("run.log", "run.log")]
    public void PlainName_AnyName_HasNoEndingOfACompression(string name, string plain) =>
        Assert.Equal(plain, CompressedFile.PlainName(name));

    private static byte[] Packed(string kind)
    {
        if (kind != "gz")
            return Convert.FromBase64String(
                kind switch
                {
                    "xz" => Xz,
                    _ => Zstd,
                }
            );
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(Text));
        return compressed.ToArray();
    }

    private string Read(byte[] content)
    {
        File.WriteAllBytes(_path, content);
        using StreamReader reader = new(CompressedFile.Open(CompressedFile.OpenRaw(_path)));
        return reader.ReadToEnd();
    }
}
