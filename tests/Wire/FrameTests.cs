namespace MGen.Wire.Tests;

public sealed class FrameTests
{
    [Fact]
    public void Message_ByAliceToG_HasTheOriginalsBytes()
    {
        Frame frame = Frame.Message(Identifier.Create("Alice"), Identifier.Create("g"), id: 0, size: 160);

        Assert.Equal("0000001a00000005416c696365000000016700000000000000a0", Convert.ToHexStringLower(frame.Header));
    }
}
