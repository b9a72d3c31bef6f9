using System.CommandLine;

namespace MGen.LivePage.Tests;

public sealed class DashboardOptionTests
{
    [Theory]
    [InlineData("", null, false)]
    [InlineData("--dashboard", "127.0.0.1:8397", false)]
    [InlineData("--dashboard 0.0.0.0:80", "0.0.0.0:80", true)]
    [InlineData("--dashboard=[::1]:0", "[::1]:0", true)]
    [InlineData("--dashboard localhost:90", "127.0.0.1:90", true)]
    public void Read_Address_IsLoopbackByDefault(string arguments, string? address, bool isChosen)
    {
        (DashboardOption option, RootCommand command) = Create();

        DashboardAddress? read = option.Read(command.Parse(arguments));

        Assert.Equal(address, read?.EndPoint.ToString());
        Assert.Equal(isChosen, read?.IsChosen ?? false);
    }

    [Theory]
    [InlineData("alice.yaml")]
    [InlineData("8080")]
    [InlineData("example.org:80")]
    [InlineData("127.0.0.1:99999")]
    public void Read_NoAddress_IsRefusedWithItsValue(string text)
    {
        (_, RootCommand command) = Create();

        string error = Assert.Single(command.Parse($"--dashboard {text}").Errors).Message;

        Assert.StartsWith($"--dashboard '{text}' is not the address ", error, StringComparison.Ordinal);
    }

    private static (DashboardOption, RootCommand) Create()
    {
        DashboardOption option = new(8397);
        RootCommand command = new();
        option.AddTo(command, "Output");
        return (option, command);
    }
}
