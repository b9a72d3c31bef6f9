using MGen.Membership.CommandLine;
using Npgsql;

namespace MGen.Membership.Tests.CommandLine;

public sealed class ConnectionStringTests
{
    /// <summary>
    /// The driver would look for libgssapi_krb5, which a chiseled image lacks, and print two lines about it.
    /// </summary>
    [Fact]
    public void Complete_WithoutGssMode_DisablesIt()
    {
        NpgsqlConnectionStringBuilder settings = new(ConnectionString.Complete("Host=db;Username=mgen"));

        Assert.Equal(GssEncryptionMode.Disable, settings.GssEncryptionMode);
        Assert.Equal("db", settings.Host);
    }

    [Theory]
    [InlineData("Host=db;GSS Encryption Mode=Require")]
    [InlineData("Host=db;GssEncryptionMode=Prefer")]
    public void Complete_WithGssMode_LeavesIt(string text) => Assert.Equal(text, ConnectionString.Complete(text));
}
