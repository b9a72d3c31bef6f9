using MGen.Report.Pages;
namespace MGen.Report.Tests.Pages;
public sealed class WriteSamples
{
    [Fact]
    public void Write()
    {
        Directory.CreateDirectory("/tmp/rep/out");
        foreach ((string n, RunReport r) in new[] { ("one", SampleReports.Of(SampleReports.One())), ("many", SampleReports.Of(SampleReports.Many("tor", 0.24, 6))), ("compared", SampleReports.Compared()), ("hostile", SampleReports.HostileNames()) })
        {
            File.WriteAllText($"/tmp/rep/out/{n}.html", r.ToHtml());
            Directory.CreateDirectory($"/tmp/rep/out/{n}");
            foreach ((string f, string c) in r.Plots()) File.WriteAllText($"/tmp/rep/out/{n}/{f}", c);
        }
    }
}
