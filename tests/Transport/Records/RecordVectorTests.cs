using MGen.Transport.Records;

namespace MGen.Transport.Tests.Records;

/// <summary>The test vectors of RFC 8448, section 3: a simple 1-RTT handshake, from its traffic secrets on.</summary>
public sealed class RecordVectorTests
{
    private const int Aes128 = 0x1301;

    private const string TicketRecord =
        "17030300de3a6b8f90414a97d6959c3487680de5134a2b240e6cffac116e95d41d6af8f6b580dcf3d11d63c758db289a015940252f55713e061dc13e078891a38efbcf5753ad8ef170ad3c7353d16d9da773b9ca7f2b"
        + "9fa1b6c0d4a3d03f75e09c30ba1e62972ac46f75f7b981be63439b2999ce13064615139891d5e4c5b406f16e3fc181a77ca475840025db2f0a77f81b5ab05b94c01346755f69232c86519d86cbeeac87aac347d143f9"
        + "605d64f650db4d023e70e952ca49fe5137121c74bc2697687e248746d6df353005f3bce18696129c8153556b3b6c6779b37bf15985684f";

    private const string ClientData =
        "1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4";

    private const string ServerData =
        "17030300432e937e11ef4ac740e538ad36005fc4a46932fc3225d05f82aa1b36e30efaf97d90e6dffc602dcb501a59a8fcc49c4bf2e5f0a21c0047c2abf332540dd032e167c2955d";

    private const string ClientClose = "1703030013c9872760655666b74d7ff1153efd6db6d0b0e3";

    private const string ServerClose = "1703030013b58fd67166ebf599d24720cfbe7efa7a8864a9";

    private static readonly byte[] Payload = [.. Enumerable.Range(0, 50).Select(i => (byte)i)];

    [Fact]
    public void DeriveKeys_SecretsOfTheVector_AreItsKeysAndIvs()
    {
        using RecordRig rig = Start(isClient: true);

        Assert.Equal(Hex("17422dda596ed5d9acd890e3c63f5051"), rig.Keys(client: true).Key);
        Assert.Equal(Hex("5b78923dee08579033e523d9"), rig.Keys(client: true).Iv);
        Assert.Equal(Hex("9f02283b6c9c07efc26bb9f2ac92e356"), rig.Keys(client: false).Key);
        Assert.Equal(Hex("cf782b88dd83549aadf1e984"), rig.Keys(client: false).Iv);
    }

    [Fact]
    public void Read_ServersRecords_ClientSkipsTheTicketAndGetsDataAndClose()
    {
        using RecordRig client = Start(isClient: true);

        client.Receive(Hex(TicketRecord + ServerData + ServerClose));

        Assert.Equal(Payload, client.Plain);
        Assert.Equal(RecordState.Closed, client.State);
        Assert.Empty(client.Sent);
    }

    [Fact]
    public void Read_ClientsRecords_ServerGetsDataAndClose()
    {
        using RecordRig server = Start(isClient: false);

        server.Receive(Hex(ClientData + ClientClose));

        Assert.Equal(Payload, server.Plain);
        Assert.Equal(RecordState.Closed, server.State);
    }

    [Fact]
    public void Write_Client_MakesTheVectorsRecords()
    {
        using RecordRig client = Start(isClient: true);

        client.Write(Payload);
        client.Close();

        Assert.Equal(Hex(ClientData + ClientClose), client.Wire);
    }

    [Fact]
    public void Write_ServerAfterItsTicket_MakesTheVectorsRecords()
    {
        using RecordRig server = Start(isClient: false);
        server.SetSequence(reading: false, 1);

        server.Write(Payload);
        server.Close();

        Assert.Equal(Hex(ServerData + ServerClose), server.Wire);
    }

    private static RecordRig Start(bool isClient) =>
        new(
            Aes128,
            isClient,
            null,
            Hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"),
            Hex("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643")
        );

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);
}
