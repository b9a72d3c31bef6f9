using System.Buffers.Binary;
using System.Security.Cryptography;
using MGen.Transport.OpenSsl;
using MGen.Transport.Records;

namespace MGen.Transport.Tests.Records;

/// <summary>Sealed records compared with those of the platform's ciphers, which use OpenSSL's provider.</summary>
public sealed unsafe class RecordCipherTests
{
    private static readonly byte[] Header = [23, 3, 3, 0, 0];

    public static TheoryData<int, int> SuitesAndLengths =>
        new(
            from suite in (int[])[0x1301, 0x1302, 0x1303]
            from length in (int[])[1, 15, 16, 17, 60, 240, 4_096, 4_097, 16_385]
            select (suite, length)
        );

    [Theory]
    [MemberData(nameof(SuitesAndLengths))]
    public void Seal_AlternatingKeys_EqualsThePlatformsCiphertextAndOpens(int id, int length)
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        CipherSuite suite = CipherSuite.Find(id)!;
        using RecordCipher cipher = new();
        DirectionKeys[] keys = [Keys(1), Keys(2)];

        for (int number = 0; number < 6; number++)
        {
            int which = number % 2;
            byte[] plain = RandomNumberGenerator.GetBytes(length);
            byte[] record = [.. Header, .. plain, .. new byte[RecordCipher.TagBytes]];
            byte[] opened = new byte[length];

            fixed (DirectionKeys* direction = &keys[which])
            fixed (byte* bytes = record)
            fixed (byte* output = opened)
            {
                byte[] expected = SealByPlatform(suite, direction, plain);
                Assert.True(cipher.Seal(suite, direction, bytes, length));
                Assert.Equal(expected, record);
                direction->Sequence--;
                Assert.True(cipher.Open(suite, direction, bytes, length, output));
                Assert.Equal(plain, opened);
            }
        }
    }

    [Theory]
    [InlineData(0x1301)]
    [InlineData(0x1302)]
    [InlineData(0x1303)]
    public void Open_AnyBitFlipped_IsRefusedAndTheNextRecordOpens(int id)
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        CipherSuite suite = CipherSuite.Find(id)!;
        using RecordCipher cipher = new();
        DirectionKeys keys = Keys(3);
        const int length = 20;
        byte[] record = [.. Header, .. new byte[length + RecordCipher.TagBytes]];
        byte[] opened = new byte[length];
        fixed (byte* bytes = record)
        fixed (byte* output = opened)
        {
            Assert.True(cipher.Seal(suite, &keys, bytes, length));
            for (int bit = 0; bit < 8 * record.Length; bit++)
            {
                keys.Sequence = 0;
                record[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(cipher.Open(suite, &keys, bytes, length, output));
                record[bit / 8] ^= (byte)(1 << (bit % 8));
            }
            keys.Sequence = 0;
            Assert.True(cipher.Open(suite, &keys, bytes, length, output));
        }
    }

    [Fact]
    public void Find_OpenSsl30_UsesTheBuiltInCipher()
    {
        Assert.SkipUnless(OpenSslEngine.IsSupported, "no OpenSSL 3 on this machine");
        Assert.SkipUnless(LibCrypto.OpenSSL_version_num() < 0x30100000, "only OpenSSL 3.0 gains from it");

        CipherSuite suite = CipherSuite.Find(0x1302)!;

        Assert.Equal(0, LibCrypto.EVP_CIPHER_get0_provider(suite.Cipher)); // a provider's cipher has one
        Assert.NotEqual(0, LibCrypto.EVP_CIPHER_get0_provider(suite.Source.Fetch()));
    }

    private static DirectionKeys Keys(int seed)
    {
        DirectionKeys keys = new() { KeyId = seed };
        Random random = new(seed);
        random.NextBytes(new Span<byte>(keys.Key, 32));
        random.NextBytes(new Span<byte>(keys.Iv, KeySchedule.IvBytes));
        return keys;
    }

    private static byte[] SealByPlatform(CipherSuite suite, DirectionKeys* keys, byte[] plain)
    {
        byte[] key = new Span<byte>(keys->Key, suite.KeyBytes).ToArray();
        byte[] nonce = new Span<byte>(keys->Iv, KeySchedule.IvBytes).ToArray();
        Span<byte> tail = nonce.AsSpan(KeySchedule.IvBytes - sizeof(ulong));
        BinaryPrimitives.WriteUInt64BigEndian(tail, BinaryPrimitives.ReadUInt64BigEndian(tail) ^ keys->Sequence);
        byte[] sealedText = new byte[plain.Length];
        byte[] tag = new byte[RecordCipher.TagBytes];
        if (suite.Id == 0x1303)
        {
            using ChaCha20Poly1305 chaCha = new(key);
            chaCha.Encrypt(nonce, plain, sealedText, tag, Header);
        }
        else
        {
            using AesGcm aes = new(key, tag.Length);
            aes.Encrypt(nonce, plain, sealedText, tag, Header);
        }
        return [.. Header, .. sealedText, .. tag];
    }
}
