using System.Runtime.CompilerServices;
using MGen.Analysis.Records;

namespace MGen.Analysis.Tests;

public sealed class MessageRecordTests
{
    /// <summary>An analysis of a 10 GB log holds and writes 100 million of them.</summary>
    [Fact]
    public void MessageRecord_HasNoUnusedBytes() => Assert.Equal(24, Unsafe.SizeOf<MessageRecord>());
}
