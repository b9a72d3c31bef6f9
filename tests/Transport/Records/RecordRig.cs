using MGen.Transport.OpenSsl;
using MGen.Transport.Records;

namespace MGen.Transport.Tests.Records;

/// <summary>A record layer without a socket, and a peer that may send anything.</summary>
internal sealed unsafe class RecordRig : IDisposable
{
    private readonly CipherWindow _window = new();
    private readonly RecordCipher _peerCipher = new();
    private readonly ConnectionKeys* _keys = ConnectionKeys.Rent();
    private readonly ConnectionKeys* _peerKeys = ConnectionKeys.Rent();
    private readonly CipherSuite _suite;
    private readonly bool _isClient;
    private readonly RecordLayer _layer;
    private readonly OwnRecords _records;
    private readonly MemoryStream _plain = new();
    private readonly List<(ContentType Type, byte[] Content)> _sent = [];
    private bool _isReleased;

    public RecordRig(int suite, bool isClient = false, RecordLimits? limits = null)
        : this(suite, isClient, limits, null, null) { }

    public RecordRig(int suite, bool isClient, RecordLimits? limits, byte[]? clientSecret, byte[]? serverSecret)
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        _suite = CipherSuite.Find(suite)!;
        _isClient = isClient;
        foreach (nint keys in (nint[])[(nint)_keys, (nint)_peerKeys])
        {
            Set(
                &((ConnectionKeys*)keys)->Client,
                clientSecret ?? [.. Enumerable.Range(0, _suite.SecretBytes).Select(i => (byte)i)]
            );
            Set(
                &((ConnectionKeys*)keys)->Server,
                serverSecret ?? [.. Enumerable.Range(0, _suite.SecretBytes).Select(i => (byte)(i + 100))]
            );
        }
        _layer = new RecordLayer(_suite, isClient, _keys, limits ?? RecordLimits.Default);
        _records = new OwnRecords(_layer);
        KeySchedule.DeriveKeys(_suite, &_peerKeys->Client);
        KeySchedule.DeriveKeys(_suite, &_peerKeys->Server);
    }

    public static int[] Suites => [0x1301, 0x1302, 0x1303];

    public RecordState State { get; private set; }

    public string? Problem => _records.Problem;

    /// <summary>Application data decrypted so far.</summary>
    public byte[] Plain => _plain.ToArray();

    /// <summary>Records that the layer has sent, decrypted; the peer follows its key updates.</summary>
    public IReadOnlyList<(ContentType Type, byte[] Content)> Sent => _sent;

    /// <summary>Records that the layer has sent, as they are on the wire.</summary>
    public List<byte> Wire { get; } = [];

    /// <summary>Key or IV with which the layer reads or writes, for test vectors.</summary>
    public (byte[] Key, byte[] Iv) Keys(bool client)
    {
        DirectionKeys* keys = client ? &_keys->Client : &_keys->Server;
        return (
            new ReadOnlySpan<byte>(keys->Key, _suite.KeyBytes).ToArray(),
            new ReadOnlySpan<byte>(keys->Iv, KeySchedule.IvBytes).ToArray()
        );
    }

    /// <summary>Whether the layer's output waits for the socket.</summary>
    public bool IsOutputBlocked
    {
        set => _window.IsOutputBlocked = value;
    }

    /// <summary>Sets the number of the layer's next record.</summary>
    public void SetSequence(bool reading, ulong number)
    {
        (reading == _isClient ? &_keys->Server : &_keys->Client)->Sequence = number;
        (reading == _isClient ? &_peerKeys->Server : &_peerKeys->Client)->Sequence = number;
    }

    /// <summary>Whether all of the layer's keys are zero.</summary>
    public bool AreKeysWiped => new ReadOnlySpan<byte>(_keys, sizeof(ConnectionKeys)).IndexOfAnyExcept((byte)0) < 0;

    /// <summary>Whether the loop's cipher contexts hold a key.</summary>
    public bool CipherHoldsKeys => _window.Cipher.HoldsKeys;

    /// <summary>A record of the peer.</summary>
    public byte[] Seal(ContentType type, byte[] content, int padding = 0) =>
        SealInner([.. content, (byte)type, .. new byte[padding]]);

    /// <summary>A record of the peer whose inner plaintext need not have a type.</summary>
    public byte[] SealInner(byte[] inner)
    {
        byte[] record = new byte[RecordHeader.Bytes + inner.Length + RecordCipher.TagBytes];
        RecordHeader.WriteProtected(record, inner.Length + RecordCipher.TagBytes);
        inner.CopyTo(record, RecordHeader.Bytes);
        fixed (byte* first = record)
            Assert.True(_peerCipher.Seal(_suite, PeerWriting, first, inner.Length));
        return record;
    }

    /// <summary>The peer's KeyUpdate, after which it uses its next key.</summary>
    public byte[] SealKeyUpdate(bool isRequest)
    {
        byte[] record = Seal(ContentType.Handshake, [24, 0, 0, 1, isRequest ? (byte)1 : (byte)0]);
        KeySchedule.Update(_suite, PeerWriting);
        return record;
    }

    /// <summary>Passes bytes of the stream to the layer, in one piece.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        int begun = _records.RestoreBegun(_window);
        bytes.CopyTo(new(_window.Input + begun, CipherWindow.InputCapacity - begun));
        _window.Offer(begun + bytes.Length);
        int count = _records.Read(_window, out RecordState state);
        State = state;
        _plain.Write(_window.Plain, 0, count);
        TakeOutput();
    }

    public bool Write(byte[] content)
    {
        bool isWritten = _records.Write(content, _window);
        TakeOutput();
        return isWritten;
    }

    public void Close()
    {
        _records.WriteClose(_window);
        TakeOutput();
    }

    public void Release()
    {
        _records.Release(_window);
        _isReleased = true;
    }

    public void Dispose()
    {
        if (!_isReleased)
            Release();
        ConnectionKeys.Return(_peerKeys);
        _peerCipher.Dispose();
        _window.Dispose();
    }

    private DirectionKeys* PeerWriting => _isClient ? &_peerKeys->Server : &_peerKeys->Client;

    private DirectionKeys* PeerReading => _isClient ? &_peerKeys->Client : &_peerKeys->Server;

    private static void Set(DirectionKeys* keys, byte[] secret)
    {
        secret.CopyTo(new Span<byte>(keys->Secret, DirectionKeys.MaxSecretBytes));
        keys->SecretLength = secret.Length;
    }

    private void TakeOutput()
    {
        ReadOnlySpan<byte> output = new(_window.Output, _window.OutputLength);
        Wire.AddRange(output);
        for (int at = 0; at < output.Length; )
        {
            int length = RecordHeader.Parse(output[at..]).Length;
            _sent.Add(Open(output.Slice(at, RecordHeader.Bytes + length)));
            at += RecordHeader.Bytes + length;
        }
        _window.ClearOutput();
    }

    private (ContentType Type, byte[] Content) Open(ReadOnlySpan<byte> record)
    {
        byte[] plain = new byte[record.Length];
        int length = record.Length - RecordHeader.Bytes - RecordCipher.TagBytes;
        fixed (
            byte* first = record,
                into = plain
        )
            Assert.True(_peerCipher.Open(_suite, PeerReading, first, length, into));
        (ContentType Type, byte[] Content) opened = ((ContentType)plain[length - 1], plain[..(length - 1)]);
        if (opened.Type == ContentType.Handshake)
            KeySchedule.Update(_suite, PeerReading);
        return opened;
    }
}
