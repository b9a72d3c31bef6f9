using MGen.Demo.Carriages;
using MGen.Demo.People;

namespace MGen.Demo.Tests;

public sealed class OpenFilesTests
{
    private const string Heading = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            20000                1048576              files     ", 20_000L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files", null)]
    [InlineData("Max processes             7                    7                    processes ", null)]
    public void Parse_LimitsOfAProcess_FindsTheSoftOne(string line, long? limit) => Assert.Equal(limit, OpenFiles.Parse([Heading, line]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UsersThatFit_DrawnWithAnySeed_NeedNoMoreThanTheLimit(bool isPeerToPeer)
    {
        CarriageKind carriage = isPeerToPeer ? CarriageKind.Peers : CarriageKind.Server;
        const long limit = 5_000;
        for (ulong seed = 0; seed < 20; seed++)
        {
            long needed = Carriage.OpenFilesNeeded(carriage, Population.Draw(2_000, seed));
            int fitting = (int)OpenFiles.UsersThatFit(2_000, needed, limit);

            Assert.InRange(Carriage.OpenFilesNeeded(carriage, Population.Draw(fitting, seed + 1)), limit * 3 / 4, limit);
        }
    }
}
