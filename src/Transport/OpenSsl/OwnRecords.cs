using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Records processed by <see cref="RecordLayer"/>, without an SSL object: an idle connection holds only its keys.
/// </summary>
internal sealed unsafe class OwnRecords(RecordLayer layer) : ConnectionRecords
{
    // The beginning of an incomplete record; null if there is none. Once the header is complete, the array is as long
    // as the record.
    private byte[]? _begun;
    private int _begunLength;

    public override string? Problem => layer.Problem;

    public override int RestoreBegun(CipherWindow window)
    {
        if (_begun is null)
            return 0;
        _begun.AsSpan(0, _begunLength).CopyTo(new(window.Input, CipherWindow.InputCapacity));
        return _begunLength;
    }

    public override int Read(CipherWindow window, out RecordState state)
    {
        byte* input = window.TakeAll(out int length);
        int count,
            used;
        fixed (byte* plain = window.Plain)
            count = layer.Read(input, length, plain, window, out used);
        Keep(new(input + used, length - used), isSameRecord: used == 0);
        state = layer.State;
        return count;
    }

    public override bool Write(ReadOnlySpan<byte> content, CipherWindow window) => layer.Write(content, window);

    public override void WriteClose(CipherWindow window) => layer.WriteClose(window);

    public override void Leave(CipherWindow window) => layer.Forget(window);

    public override void Release(CipherWindow window) => layer.Release(window);

    /// <summary>Stores the beginning of a record.</summary>
    /// <param name="begun">Less than one record.</param>
    /// <param name="isSameRecord">
    /// Whether these bytes start with the bytes stored before: then only the new bytes are copied.
    /// </param>
    private void Keep(ReadOnlySpan<byte> begun, bool isSameRecord)
    {
        int record =
            begun.Length < RecordHeader.Bytes ? begun.Length : RecordHeader.Bytes + RecordHeader.Parse(begun).Length;
        if (begun.IsEmpty)
            _begun = null;
        else if (isSameRecord && _begun is not null && _begun.Length == record)
            begun[_begunLength..].CopyTo(_begun.AsSpan(_begunLength));
        else
            begun.CopyTo(_begun = new byte[record]);
        _begunLength = begun.Length;
    }
}
