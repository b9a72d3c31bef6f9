using FsCheck.Xunit;
using MGen.Messenger.Dialing;
using MGen.Wire;

namespace MGen.Messenger.Tests.Dialing;

public sealed class SocksReplyDecoderTests
{
    private static readonly byte[] IPv4Answer = Convert.FromHexString("050000017f0000010050");
    private static readonly byte[] IPv6Answer = Convert.FromHexString("05000004000000000000000000000000000000010050");
    private static readonly byte[] NameAnswer = Convert.FromHexString("05000003036162630050");
    private static readonly byte[] EmptyNameAnswer = Convert.FromHexString("05000003000050");
    private static readonly byte[] LongestReply = [5, 0, 0, 3, 255, .. new byte[255 + 2]];

    public static TheoryData<string, byte[]> Answers =>
        new()
        {
            { nameof(SocksStage.Method), [5, 0] },
            { nameof(SocksStage.Method), [5, 2] },
            { nameof(SocksStage.Credentials), [1, 0] },
            { nameof(SocksStage.Connection), IPv4Answer },
            { nameof(SocksStage.Connection), IPv6Answer },
            { nameof(SocksStage.Connection), NameAnswer },
            { nameof(SocksStage.Connection), EmptyNameAnswer },
            { nameof(SocksStage.Connection), LongestReply },
        };

    public static TheoryData<string, string, SocksFailure> Refusals =>
        new()
        {
            { nameof(SocksStage.Method), "05ff", SocksFailure.NoAcceptableMethod },
            { nameof(SocksStage.Credentials), "0101", SocksFailure.CredentialsRejected },
            { nameof(SocksStage.Credentials), "01ff", SocksFailure.CredentialsRejected },
            { nameof(SocksStage.Connection), "0501", SocksFailure.GeneralFailure },
            { nameof(SocksStage.Connection), "0502", SocksFailure.NotAllowed },
            { nameof(SocksStage.Connection), "0503", SocksFailure.NetworkUnreachable },
            { nameof(SocksStage.Connection), "0504", SocksFailure.HostUnreachable },
            { nameof(SocksStage.Connection), "0505", SocksFailure.ConnectionRefused },
            { nameof(SocksStage.Connection), "0506", SocksFailure.TtlExpired },
            { nameof(SocksStage.Connection), "0507", SocksFailure.CommandNotSupported },
            { nameof(SocksStage.Connection), "0508", SocksFailure.AddressTypeNotSupported },
            { nameof(SocksStage.Connection), "0509", SocksFailure.UnknownReply },
            { nameof(SocksStage.Connection), "05ef", SocksFailure.UnknownReply },
            { nameof(SocksStage.Connection), "05f0", SocksFailure.OnionNotFound },
            { nameof(SocksStage.Connection), "05f1", SocksFailure.OnionDescriptorInvalid },
            { nameof(SocksStage.Connection), "05f2", SocksFailure.OnionIntroductionFailed },
            { nameof(SocksStage.Connection), "05f3", SocksFailure.OnionRendezvousFailed },
            { nameof(SocksStage.Connection), "05f4", SocksFailure.OnionKeyMissing },
            { nameof(SocksStage.Connection), "05f5", SocksFailure.OnionKeyWrong },
            { nameof(SocksStage.Connection), "05f6", SocksFailure.OnionAddressInvalid },
            { nameof(SocksStage.Connection), "05f7", SocksFailure.OnionIntroductionTimedOut },
            { nameof(SocksStage.Connection), "05f8", SocksFailure.UnknownReply },
            { nameof(SocksStage.Connection), "05ff", SocksFailure.UnknownReply },
            { nameof(SocksStage.Connection), "050400017f0000010050", SocksFailure.HostUnreachable },
            { nameof(SocksStage.Connection), "05040099ff", SocksFailure.HostUnreachable },
        };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_Whole_IsComplete(string stage, byte[] answer) => AssertComplete(stage, [answer]);

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_ByteByByte_IsComplete(string stage, byte[] answer) => AssertComplete(stage, [.. answer.Chunk(1)]);

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_SplitAtEachBoundary_IsComplete(string stage, byte[] answer)
    {
        for (int cut = 0; cut <= answer.Length; cut++)
            AssertComplete(stage, [answer[..cut], answer[cut..]]);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_EndInside_NeedsMore(string stage, byte[] answer)
    {
        for (int length = 0; length < answer.Length; length++)
        {
            (ReadStatus status, SocksReplyDecoder decoder, _) = Decode(stage, [answer[..length]]);
            Assert.Equal(ReadStatus.NeedMoreData, status);
            Assert.InRange(decoder.BytesMissing, 1, answer.Length - length);
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Read_FollowedByTheTarget_LeavesItsBytes(string stage, byte[] answer)
    {
        (ReadStatus status, _, int left) = Decode(
            stage,
            [
                [.. answer, 5, 0, 0, 1],
            ]
        );
        Assert.Equal((ReadStatus.Complete, 4), (status, left));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Read_RefusalInAnyPieces_IsClassified(string stage, string hex, SocksFailure expected)
    {
        byte[] answer = Convert.FromHexString(hex);
        foreach (
            byte[][] pieces in (byte[][][])
                [
                    [answer],
                    [.. answer[..2].Chunk(1)],
                ]
        )
        {
            (ReadStatus status, SocksReplyDecoder decoder, _) = Decode(stage, pieces);
            Assert.Equal((ReadStatus.Complete, expected), (status, decoder.Failure));
        }
    }

    [Theory]
    [InlineData(nameof(SocksStage.Method), "04")]
    [InlineData(nameof(SocksStage.Method), "48545450")]
    [InlineData(nameof(SocksStage.Method), "0501")]
    [InlineData(nameof(SocksStage.Method), "0580")]
    [InlineData(nameof(SocksStage.Credentials), "05")]
    [InlineData(nameof(SocksStage.Credentials), "0500")]
    [InlineData(nameof(SocksStage.Connection), "00")]
    [InlineData(nameof(SocksStage.Connection), "0100")]
    [InlineData(nameof(SocksStage.Connection), "05000000")]
    [InlineData(nameof(SocksStage.Connection), "05000002")]
    [InlineData(nameof(SocksStage.Connection), "050000050102")]
    [InlineData(nameof(SocksStage.Connection), "050000ff")]
    public void Read_Rubbish_IsAViolation(string stage, string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);
        foreach (
            byte[][] pieces in (byte[][][])
                [
                    [bytes],
                    [.. bytes.Chunk(1)],
                ]
        )
        {
            (ReadStatus status, SocksReplyDecoder decoder, _) = Decode(stage, pieces);
            Assert.Equal((ReadStatus.Violation, SocksFailure.Malformed), (status, decoder.Failure));
        }
    }

    [Fact]
    public void Read_MethodThatWasNotOffered_IsAViolation()
    {
        SocksReplyDecoder decoder = new(SocksStage.Method, hasCredentials: false);
        ReadOnlySpan<byte> answer = [5, 2];
        Assert.Equal(ReadStatus.Violation, decoder.Read(ref answer));
    }

    [Property(MaxTest = 5_000)]
    public void Read_RandomBytes_ReturnsTheSameForAnyPiecesWithoutThrowing(
        byte[] bytes,
        byte pieceBytes,
        int stageNumber,
        bool begunWell
    )
    {
        string stage = Enum.GetName((SocksStage)(Math.Abs((long)stageNumber) % 3))!;
        byte[] stream = begunWell ? [5, 0, 0, .. bytes] : bytes;
        (ReadStatus whole, SocksReplyDecoder first, _) = Decode(stage, [stream]);
        (ReadStatus pieces, SocksReplyDecoder second, _) = Decode(stage, [.. stream.Chunk(pieceBytes + 1)]);
        Assert.Equal((whole, first.Failure), (pieces, second.Failure));
    }

    private static void AssertComplete(string stage, byte[][] pieces)
    {
        (ReadStatus status, SocksReplyDecoder decoder, int left) = Decode(stage, pieces);
        Assert.Equal((ReadStatus.Complete, SocksFailure.None, 0), (status, decoder.Failure, left));
    }

    private static (ReadStatus Status, SocksReplyDecoder Decoder, int BytesLeft) Decode(string stage, byte[][] pieces)
    {
        SocksReplyDecoder decoder = new(Enum.Parse<SocksStage>(stage), hasCredentials: true);
        ReadStatus status = ReadStatus.NeedMoreData;
        int left = 0;
        foreach (byte[] piece in pieces)
        {
            if (status != ReadStatus.NeedMoreData)
                break;
            ReadOnlySpan<byte> input = piece;
            status = decoder.Read(ref input);
            left = input.Length;
        }
        return (status, decoder, left);
    }
}
