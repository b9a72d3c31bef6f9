using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using MGen.Tests.Programs;

namespace MGen.Deploy.Tests;

/// <summary>
/// A container registry on loopback that has one image, <c>base:1</c>, of one small layer, for amd64 and arm64. Its
/// user is not root, as in .NET's chiseled images. With it the SDK makes images without a network. The protocol is the
/// read side of the OCI distribution specification, 1.1.
/// </summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    /// <summary>The user of the base image; .NET's images have this one.</summary>
    public const string User = "1654";

    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
    private const string IndexType = "application/vnd.docker.distribution.manifest.list.v2+json";

    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, (byte[] Content, string Type)> _objects = new(StringComparer.Ordinal);
    private readonly Task _serving;

    public BaseImageRegistry()
    {
        Address = $"127.0.0.1:{FreePorts.Find(1)[0]}";
        AddImage();
        _listener.Prefixes.Add($"http://{Address}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Host and port, as in an image's name.</summary>
    public string Address { get; }

    public string Image => $"{Address}/base:1";

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private void AddImage()
    {
        byte[] files = Layer();
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(files);
        string layer = Add(packed.ToArray(), "application/octet-stream");
        object[] platforms =
        [
            .. new[] { "amd64", "arm64" }.Select(architecture =>
                Platform(architecture, layer, (int)packed.Length, DigestOf(files))
            ),
        ];
        _objects["1"] = (
            Json(
                new
                {
                    schemaVersion = 2,
                    mediaType = IndexType,
                    manifests = platforms,
                }
            ),
            IndexType
        );
    }

    private object Platform(string architecture, string layer, int layerSize, string filesDigest)
    {
        byte[] settings = Json(
            new
            {
                architecture,
                os = "linux",
                config = new { User, Env = new[] { "PATH=/usr/bin" } },
                rootfs = new { type = "layers", diff_ids = new[] { filesDigest } },
                history = new[] { new { created_by = "base" } },
            }
        );
        byte[] manifest = Json(
            new
            {
                schemaVersion = 2,
                mediaType = ManifestType,
                config = new
                {
                    mediaType = "application/vnd.docker.container.image.v1+json",
                    size = settings.Length,
                    digest = Add(settings, "application/octet-stream"),
                },
                layers = new[]
                {
                    new
                    {
                        mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip",
                        size = layerSize,
                        digest = layer,
                    },
                },
            }
        );
        return new
        {
            mediaType = ManifestType,
            size = manifest.Length,
            digest = Add(manifest, ManifestType),
            platform = new { architecture, os = "linux" },
        };
    }

    private static byte[] Layer()
    {
        using MemoryStream content = new();
        using (TarWriter tar = new(content, leaveOpen: true))
            tar.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, "etc/base")
                {
                    DataStream = new MemoryStream("base"u8.ToArray()),
                }
            );
        return content.ToArray();
    }

    private string Add(byte[] content, string type)
    {
        string digest = DigestOf(content);
        _objects[digest] = (content, type);
        return digest;
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Answer(context);
        }
    }

    /// <summary>
    /// Manifests are asked for by tag or digest, everything else by digest: the last part of the path.
    /// </summary>
    private void Answer(HttpListenerContext context)
    {
        using HttpListenerResponse response = context.Response;
        string name = context.Request.Url!.Segments[^1];
        if (context.Request.Url.AbsolutePath == "/v2/")
            return;
        if (!_objects.TryGetValue(name, out (byte[] Content, string Type) found))
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }
        response.ContentType = found.Type;
        response.AddHeader("Docker-Content-Digest", DigestOf(found.Content));
        response.ContentLength64 = found.Content.Length;
        if (context.Request.HttpMethod == "GET")
            response.OutputStream.Write(found.Content);
    }
}
