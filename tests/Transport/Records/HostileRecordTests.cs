using MGen.Transport.Records;

namespace MGen.Transport.Tests.Records;

/// <summary>
/// The record layer against a peer that violates the protocol: the peer gets the alert that RFC 8446 specifies, and
/// none of its data is accepted.
/// </summary>
public sealed class HostileRecordTests
{
    private static readonly Dictionary<string, (AlertDescription Alert, Func<RecordRig, byte[]> Make)> Attacks = new()
    {
        ["plaintext alert"] = (AlertDescription.UnexpectedMessage, _ => [21, 3, 3, 0, 2, 1, 0]),
        ["change cipher spec"] = (AlertDescription.UnexpectedMessage, _ => [20, 3, 3, 0, 1, 1]),
        ["garbage"] = (AlertDescription.UnexpectedMessage, _ => "GET / HTTP/1.1\r\n"u8.ToArray()),
        ["record too long, header only"] = (AlertDescription.RecordOverflow, _ => [23, 3, 3, 0x41, 0x01]),
        ["content too long"] = (
            AlertDescription.RecordOverflow,
            rig => rig.Seal(ContentType.ApplicationData, new byte[RecordHeader.MaxContent + 1])
        ),
        ["padding too long"] = (
            AlertDescription.RecordOverflow,
            rig => rig.Seal(ContentType.ApplicationData, new byte[10], padding: RecordHeader.MaxContent)
        ),
        ["shorter than a tag"] = (AlertDescription.BadRecordMac, _ => [23, 3, 3, 0, 15, .. new byte[15]]),
        ["empty ciphertext"] = (AlertDescription.BadRecordMac, _ => [23, 3, 3, 0, 0]),
        ["only padding"] = (AlertDescription.UnexpectedMessage, rig => rig.SealInner(new byte[20])),
        ["nothing inside"] = (AlertDescription.UnexpectedMessage, rig => rig.SealInner([])),
        ["inner change cipher spec"] = (
            AlertDescription.UnexpectedMessage,
            rig => rig.Seal(ContentType.ChangeCipherSpec, [1])
        ),
        ["inner type 24"] = (AlertDescription.UnexpectedMessage, rig => rig.Seal((ContentType)24, [1])),
        ["empty alert"] = (AlertDescription.UnexpectedMessage, rig => rig.Seal(ContentType.Alert, [])),
        ["alert of one byte"] = (AlertDescription.DecodeError, rig => rig.Seal(ContentType.Alert, [1])),
        ["two alerts in a record"] = (AlertDescription.DecodeError, rig => rig.Seal(ContentType.Alert, [1, 90, 1, 0])),
        ["empty handshake record"] = (AlertDescription.UnexpectedMessage, rig => rig.Seal(ContentType.Handshake, [])),
        ["ticket for a server"] = (
            AlertDescription.UnexpectedMessage,
            rig => rig.Seal(ContentType.Handshake, [4, 0, 0, 16, .. new byte[8], 1, 9, 0, 2, 8, 8, 0, 0])
        ),
        ["client hello"] = (AlertDescription.UnexpectedMessage, rig => rig.Seal(ContentType.Handshake, [1, 0, 0, 0])),
        ["certificate request"] = (
            AlertDescription.UnexpectedMessage,
            rig => rig.Seal(ContentType.Handshake, [13, 0, 0, 3, 0, 0, 0])
        ),
        ["finished"] = (
            AlertDescription.UnexpectedMessage,
            rig => rig.Seal(ContentType.Handshake, [20, 0, 0, 32, .. new byte[32]])
        ),
        ["key update of two bytes"] = (
            AlertDescription.DecodeError,
            rig => rig.Seal(ContentType.Handshake, [24, 0, 0, 2, 0, 0])
        ),
        ["key update of no byte"] = (
            AlertDescription.DecodeError,
            rig => rig.Seal(ContentType.Handshake, [24, 0, 0, 0])
        ),
        ["key update with value 2"] = (
            AlertDescription.IllegalParameter,
            rig => rig.Seal(ContentType.Handshake, [24, 0, 0, 1, 2])
        ),
        ["key update and more in its record"] = (
            AlertDescription.UnexpectedMessage,
            rig => rig.Seal(ContentType.Handshake, [24, 0, 0, 1, 0, 24])
        ),
        ["data inside a message"] = (
            AlertDescription.UnexpectedMessage,
            rig => [.. rig.Seal(ContentType.Handshake, [24, 0]), .. rig.Seal(ContentType.ApplicationData, [1])]
        ),
        ["alert inside a message"] = (
            AlertDescription.UnexpectedMessage,
            rig => [.. rig.Seal(ContentType.Handshake, [24]), .. rig.Seal(ContentType.Alert, [1, 0])]
        ),
        ["a record twice"] = (AlertDescription.BadRecordMac, rig => [.. Twice(rig.Seal(ContentType.Alert, [1, 90]))]),
        ["a record left out"] = (
            AlertDescription.BadRecordMac,
            rig =>
                rig.Seal(ContentType.ApplicationData, [1])[..0]
                    .Concat(rig.Seal(ContentType.ApplicationData, [2]))
                    .ToArray()
        ),
        ["old key after a key update"] = (
            AlertDescription.BadRecordMac,
            rig => [.. rig.Seal(ContentType.Handshake, [24, 0, 0, 1, 0]), .. rig.Seal(ContentType.ApplicationData, [1])]
        ),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Receive_Violation_FailsWithItsAlertAndNoData(string name)
    {
        using RecordRig server = new(0x1301);

        server.Receive(Attacks[name].Make(server));

        Assert.Equal(RecordState.Failed, server.State);
        Assert.Equal(
            [(ContentType.Alert, (byte)2, (byte)Attacks[name].Alert)],
            server.Sent.Select(record => (record.Type, record.Content[0], record.Content[1]))
        );
        Assert.Empty(server.Plain);
        Assert.NotEmpty(server.Problem!);
    }

    [Theory]
    [InlineData("a nonce longer than the body", new byte[] { 4, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 99, 0, 1, 1, 0 })]
    [InlineData("no ticket", new byte[] { 4, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("bytes behind the extensions", new byte[] { 4, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 9 })]
    [InlineData("a short body", new byte[] { 4, 0, 0, 1, 0 })]
    [InlineData("longer than any ticket", new byte[] { 4, 2, 1, 0x10 })]
    public void Receive_MalformedTicket_ClientFailsWithDecodeError(string name, byte[] message)
    {
        using RecordRig client = new(0x1303, isClient: true);

        client.Receive(client.Seal(ContentType.Handshake, message));

        Assert.True(client.State == RecordState.Failed, name);
        Assert.Equal((byte)AlertDescription.DecodeError, client.Sent.Single().Content[1]);
    }

    [Fact]
    public void Receive_DataBeforeAViolation_IsDelivered()
    {
        using RecordRig server = new(0x1302);

        server.Receive([.. server.Seal(ContentType.ApplicationData, [1, 2]), 20, 3, 3, 0, 1, 1]);

        Assert.Equal([1, 2], server.Plain);
        Assert.Equal(RecordState.Failed, server.State);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(255)]
    public void Receive_AnyOtherAlert_FailsWithoutAnswer(byte description)
    {
        foreach (byte level in (byte[])[1, 2, 77])
        {
            using RecordRig server = new(0x1301);

            server.Receive(server.Seal(ContentType.Alert, [level, description]));

            Assert.Equal(RecordState.Failed, server.State);
            Assert.Empty(server.Sent);
        }
    }

    /// <summary>Flips each bit of the first of three records.</summary>
    [Theory]
    [MemberData(nameof(RecordLayerTests.Suites), MemberType = typeof(RecordLayerTests))]
    public void Receive_OneBitFlipped_NothingOfTheRecordIsDelivered(int suite)
    {
        const int Data = 40,
            Records = 3,
            Bits = (5 + Data + 17) * 8;
        for (int bit = 0; bit < Bits; bit++)
        {
            using RecordRig server = new(suite);
            byte[] stream =
            [
                .. Enumerable
                    .Range(0, Records)
                    .SelectMany(_ => server.Seal(ContentType.ApplicationData, new byte[Data])),
            ];
            stream[bit / 8] ^= (byte)(1 << (bit % 8));

            server.Receive(stream);
            if (server.State == RecordState.Open)
                // The length grew: the record is complete only with these bytes.
                server.Receive(new byte[RecordHeader.MaxProtected]);

            Assert.True(server.State == RecordState.Failed, $"bit {bit}");
            Assert.Equal(2, server.Sent.Single().Content[0]);
            Assert.Empty(server.Plain);
        }
    }

    [Fact]
    public void Receive_KeyUpdatesWithoutData_EndAtTheLimit()
    {
        using RecordRig server = new(0x1301);
        int count = 0;

        while (server.State == RecordState.Open && count < 2_000)
        {
            server.Receive(server.SealKeyUpdate(isRequest: false));
            count++;
        }

        Assert.Equal(RecordLimits.Default.KeyUpdatesInARow, count);
        Assert.Equal("1000 key updates without data", server.Problem);
    }

    [Fact]
    public void Receive_KeyUpdatesWithDataBetween_GoOn()
    {
        using RecordRig server = new(0x1301, limits: new RecordLimits { KeyUpdatesInARow = 3 });

        for (int i = 0; i < 20; i++)
            server.Receive([
                .. server.SealKeyUpdate(isRequest: true),
                .. server.SealKeyUpdate(isRequest: false),
                .. server.Seal(ContentType.ApplicationData, [1]),
            ]);

        Assert.Equal(RecordState.Open, server.State);
        Assert.Equal(20, server.Plain.Length);
    }

    [Fact]
    public void Receive_LastSequenceNumber_Fails()
    {
        using RecordRig server = new(0x1303);
        server.SetSequence(reading: true, ulong.MaxValue);

        server.Receive(server.Seal(ContentType.ApplicationData, [1]));

        Assert.Equal(RecordState.Failed, server.State);
        Assert.Empty(server.Plain);
    }

    private static byte[] Twice(byte[] record) => [.. record, .. record];
}
