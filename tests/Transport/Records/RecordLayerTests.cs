using MGen.Transport.Records;

namespace MGen.Transport.Tests.Records;

/// <summary>The record layer against a peer that follows the protocol.</summary>
public sealed class RecordLayerTests
{
    public static TheoryData<int> Suites => [.. RecordRig.Suites];

    /// <summary>A property checked on 100 random streams of each suite; the streams have fixed seeds.</summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void Receive_AnySplitOfAStream_DecodesAlike(int suite)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            using RecordRig client = new(suite, isClient: true);
            (byte[] stream, byte[] plain) = MakeStream(client, random);

            int longest = random.Next(4) switch
            {
                0 => 1,
                1 => 7,
                2 => 3_000,
                _ => 40_000,
            };
            for (int at = 0; at < stream.Length; )
            {
                int length = Math.Min(stream.Length - at, 1 + random.Next(longest));
                client.Receive(stream.AsSpan(at, length));
                at += length;
            }

            Assert.Equal(plain, client.Plain);
            Assert.Equal(RecordState.Closed, client.State);
            Assert.All(
                client.Sent,
                record =>
                    Assert.Equal(
                        (ContentType.Handshake, "1800000100"),
                        (record.Type, Convert.ToHexString(record.Content))
                    )
            );
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Write_RecordsOfAnyLength_ThePeerReadsThemAndTheirSizesAreOpenSsls(int suite)
    {
        using RecordRig server = new(suite);
        int[] lengths = [1, 160, 186, 4_095, 4_096, 16_384];
        foreach (int length in lengths)
        {
            server.Wire.Clear();
            byte[] content = [.. Enumerable.Range(0, length).Select(i => (byte)i)];

            Assert.True(server.Write(content));

            Assert.Equal(content, server.Sent[^1].Content);
            Assert.Equal(5 + length + 1 + 16, server.Wire.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void KeyUpdate_Requested_IsAnsweredOnceForAllThatCameTogether(int suite)
    {
        using RecordRig server = new(suite);
        byte[] updates =
        [
            .. server.SealKeyUpdate(isRequest: true),
            .. server.SealKeyUpdate(isRequest: false),
            .. server.SealKeyUpdate(isRequest: true),
            .. server.Seal(ContentType.ApplicationData, [7]),
        ];

        server.Receive(updates);
        server.Write([8]);
        server.Receive(server.SealKeyUpdate(isRequest: false));

        Assert.Equal([7], server.Plain);
        Assert.Equal(
            [(ContentType.Handshake, "1800000100"), (ContentType.ApplicationData, "08")],
            server.Sent.Select(record => (record.Type, Convert.ToHexString(record.Content)))
        );
        Assert.Equal(RecordState.Open, server.State);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void KeyUpdate_RequestedWhileOutputIsBlocked_IsAnsweredOnceBeforeTheNextData(int suite)
    {
        using RecordRig server = new(suite);
        server.IsOutputBlocked = true;

        for (int i = 0; i < 100; i++)
        {
            server.Receive([
                .. server.SealKeyUpdate(isRequest: true),
                .. server.Seal(ContentType.ApplicationData, [7]),
            ]);
        }
        Assert.Empty(server.Sent);

        Assert.True(server.Write([8]));
        Assert.True(server.Write([9]));
        Assert.Equal(
            [
                (ContentType.Handshake, "1800000100"),
                (ContentType.ApplicationData, "08"),
                (ContentType.ApplicationData, "09"),
            ],
            server.Sent.Select(record => (record.Type, Convert.ToHexString(record.Content)))
        );
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Write_ManyRecords_NoKeyProtectsMoreThanTheLimit(int suite)
    {
        const int Limit = 10,
            Records = 95;
        using RecordRig server = new(suite, limits: new RecordLimits { RecordsPerKey = Limit });

        for (int i = 0; i < Records; i++)
            Assert.True(server.Write([(byte)i]));

        Assert.Equal(
            Enumerable.Range(0, Records).Select(i => (byte)i),
            server.Sent.Where(record => record.Type == ContentType.ApplicationData).Select(record => record.Content[0])
        );
        List<int> updates =
        [
            .. server
                .Sent.Index()
                .Where(record => record.Item.Type == ContentType.Handshake)
                .Select(record => record.Index),
        ];
        Assert.Equal(Enumerable.Range(1, Records / (Limit - 1)).Select(i => (i * Limit) - 1), updates);
    }

    [Fact]
    public void Receive_PeerKeepsItsKeyTooLong_IsAskedOnceToUpdate()
    {
        using RecordRig server = new(0x1301, limits: new RecordLimits { RecordsPerKey = 10 });

        for (int i = 0; i < 30; i++)
            server.Receive(server.Seal(ContentType.ApplicationData, [(byte)i]));

        Assert.Equal(30, server.Plain.Length);
        Assert.Equal(
            [(ContentType.Handshake, "1800000101")],
            server.Sent.Select(record => (record.Type, Convert.ToHexString(record.Content)))
        );
    }

    [Fact]
    public void Receive_UserCanceledThenClose_IsClosed()
    {
        using RecordRig server = new(0x1301);

        server.Receive(server.Seal(ContentType.Alert, [1, 90]));
        RecordState before = server.State;
        server.Receive([.. server.Seal(ContentType.Alert, [1, 0]), .. server.Seal(ContentType.ApplicationData, [1])]);

        Assert.Equal(RecordState.Open, before);
        Assert.Equal(RecordState.Closed, server.State);
        Assert.Empty(server.Plain);
    }

    [Fact]
    public void Release_Always_WipesTheKeys()
    {
        using RecordRig server = new(0x1302);
        server.Receive(server.SealKeyUpdate(isRequest: true));
        bool wereThere = !server.AreKeysWiped;

        server.Release();

        Assert.True(wereThere);
        Assert.True(server.AreKeysWiped);
    }

    [Fact]
    public void Release_AfterKeyUpdates_LeavesNoKeyInTheCipher()
    {
        using RecordRig server = new(0x1302);
        server.Receive(server.Seal(ContentType.ApplicationData, [1]));
        bool wereThere = server.CipherHoldsKeys;
        server.Receive(server.SealKeyUpdate(isRequest: true));

        server.Release();

        Assert.True(wereThere);
        Assert.False(server.CipherHoldsKeys);
    }

    [Fact]
    public void Write_MoreThanARecordHolds_Throws()
    {
        using RecordRig server = new(0x1301);

        Assert.Throws<ArgumentOutOfRangeException>(() => server.Write(new byte[RecordHeader.MaxContent + 1]));
    }

    /// <summary>Data, padding, empty records, tickets in pieces, key updates; close_notify at the end.</summary>
    private static (byte[] Stream, byte[] Plain) MakeStream(RecordRig server, Random random)
    {
        List<byte> stream = [];
        List<byte> plain = [];
        for (int left = 1 + random.Next(12); left > 0; left--)
        {
            switch (random.Next(6))
            {
                case 0:
                    stream.AddRange(server.SealKeyUpdate(isRequest: random.Next(2) == 0));
                    break;
                case 1:
                    byte[] ticket = [4, 0, 0, 16, .. new byte[8], 1, 9, 0, 2, 8, 8, 0, 0];
                    int cut = 1 + random.Next(ticket.Length - 1);
                    stream.AddRange(server.Seal(ContentType.Handshake, [.. ticket, .. ticket[..cut]]));
                    stream.AddRange(server.Seal(ContentType.Handshake, ticket[cut..]));
                    break;
                default:
                    byte[] data = new byte[
                        random.Next(8) switch
                        {
                            0 => 0,
                            1 => RecordHeader.MaxContent,
                            2 => random.Next(RecordHeader.MaxContent),
                            _ => random.Next(300),
                        }
                    ];
                    random.NextBytes(data);
                    plain.AddRange(data);
                    stream.AddRange(
                        server.Seal(
                            ContentType.ApplicationData,
                            data,
                            padding: random.Next(RecordHeader.MaxContent - data.Length + 1) / 10
                        )
                    );
                    break;
            }
        }
        stream.AddRange(server.Seal(ContentType.Alert, [1, 0]));
        return ([.. stream], [.. plain]);
    }
}
