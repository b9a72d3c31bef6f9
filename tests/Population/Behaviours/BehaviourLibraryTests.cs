using MGen.Analysis.Tests;
using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Population.Behaviours;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Behaviours;

public sealed class BehaviourLibraryTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<ConfigError> _errors = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Example_Always_IsAModel()
    {
        BehaviourModel example = BehaviourLibrary.Example();
        ConversationModel model = example.ToConversationModel(ActiveTimeoutRule.Quiet);
        Xoshiro256 random = Xoshiro256.FromSeed(1);

        Assert.Equal(
            ["2", "3", "4-5", "6-10", "11-20", "21-50", "51-100", "101-up"],
            example.Classes.Select(part => part.Class.Name)
        );
        Assert.Equal((1.0, 1.0), (example.ActivateOnSend, example.ActivateOnReceive));
        Assert.InRange(model.MessageBlocks.SampleBlocks(ref random), 1u, 110_000u);
        Assert.InRange(model.IdleDelay.Sample(ref random), TimeSpan.FromSeconds(1), TimeSpan.FromDays(70));
    }

    [Fact]
    public void Load_SeveralFits_AreInOrdinalOrder()
    {
        WriteFit("fits/b");
        WriteFit("fits/a");

        Assert.Equal(["a", "b"], Load("fits").Select(model => model.Name));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Load_OneFit_IsIt()
    {
        WriteFit("fit");

        BehaviourModel model = Assert.Single(Load("fit"));
        Assert.Equal(
            ("fit", 0.5, 1.0, 30.0),
            (model.Name, model.ActivateOnSend, model.ActivateOnReceive, model.Idle.MeanSeconds)
        );
    }

    [Fact]
    public void Load_BadFiles_ReportsAllWithTheirPlaces()
    {
        WriteFit("fits/a");
        _directory.Write("fits/a/S.dat", "1.5");
        _directory.Write("fits/a/I.dat", "1,x\n1,2\n");
        File.Delete(_directory.PathOf("fits/a/Ar.dat"));

        Assert.Empty(Load("fits"));
        Assert.Equal(
            [
                "fits/a/S.dat:1:1: must be one number (got '1.5'; allowed: a probability from 0 to 1)",
                "fits/a/I.dat:1:3: not a weight (got 'x'; allowed: a whole number from 0 to 4294967295, without spaces)",
                "fits/a/Ar.dat: there is no such file",
            ],
            _errors.Select(error => error.ToString())
        );
    }

    [Fact]
    public void Load_NoDirectory_IsAnError()
    {
        Assert.Empty(Load("absent"));
        Assert.Equal(
            "absent: there is no such directory (allowed: a directory of fits, each a directory)",
            Assert.Single(_errors).ToString()
        );
    }

    [Fact]
    public void Load_EmptyDirectory_IsAnError()
    {
        Directory.CreateDirectory(_directory.PathOf("fits"));

        Assert.Empty(Load("fits"));
        Assert.Contains("contains no directory", Assert.Single(_errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_DirectoryMayNotBeRead_IsAnError()
    {
        using LockedDirectory locked = new(_directory.Root, "fits");

        Assert.Empty(locked.AsNobody(() => Load("fits")));
        Assert.Contains("that may be read", Assert.Single(_errors).Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<BehaviourModel> Load(string name) => BehaviourLibrary.Load(name, _directory.Root, _errors);

    private void WriteFit(string name)
    {
        _directory.Write($"{name}/S.dat", "0.5\n");
        _directory.Write($"{name}/R.dat", "1");
        foreach (string file in new[] { "sizes", "W", "As", "Ar" })
            _directory.Write($"{name}/{file}.dat", "1,2\n1,2\n");
        _directory.Write($"{name}/I.dat", "3,1\n20,60\n");
    }
}
