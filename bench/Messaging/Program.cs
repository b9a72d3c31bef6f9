using System.Diagnostics;
using System.Globalization;
using MGen.Bench.Messaging;

// What a batch costs between two processes, by Orleans' messages and by links. One batch is under way in each
// direction; both processes send at the same time.
//
//   dotnet run -c Release --project bench/Messaging [-- SECONDS ROUNDS]     defaults 4 and 3
//
// The two transports alternate. CPU time is that of both processes together, with all that Orleans does besides
// (probes, timers).
if (args is ["member", string shared, string name])
{
    await BatchMember.RunAsync(shared, name);
    return;
}
string seconds = args.Length > 0 ? args[0] : "4";
int rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
DirectoryInfo folder = Directory.CreateTempSubdirectory("mgen-messaging-");
Process[] members =
[
    .. ((string[])["a", "b"]).Select(name =>
        Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, [.. Launch(), "member", folder.FullName, name])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!
    ),
];
try
{
    foreach (Process member in members)
        await ReadAsync(member);
    foreach (string transport in (string[])["orleans", "links"])
        await MeasureAsync(transport, 10); // warm-up: the code is compiled and the members connect
    Console.WriteLine("transport  frames  batches/s      MB/s  CPU-s per 1,000 batches  CPU-us per frame  cores");
    for (int round = 0; round < rounds; round++)
    {
        foreach (int frames in (int[])[1, 10, 100])
        {
            foreach (string transport in (string[])["orleans", "links"])
                Print(transport, frames, await MeasureAsync(transport, frames));
        }
    }
}
finally
{
    foreach (Process member in members)
    {
        member.StandardInput.Close();
        await member.WaitForExitAsync();
        member.Dispose();
    }
    folder.Delete(recursive: true);
}

async Task<double[]> MeasureAsync(string transport, int frames)
{
    foreach (Process member in members)
        await member.StandardInput.WriteLineAsync($"{transport} {frames} {seconds}");
    double[] sum = new double[3];
    foreach (Process member in members)
    {
        string[] figures = (await ReadAsync(member)).Split(' ');
        for (int i = 0; i < sum.Length; i++)
            sum[i] += double.Parse(figures[i], CultureInfo.InvariantCulture);
    }
    return [sum[0], sum[1] / members.Length, sum[2]];
}

static void Print(string transport, int frames, double[] figures)
{
    (double batches, double elapsed, double cpu) = (figures[0], figures[1], figures[2]);
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{transport, -9} {frames, 7} {batches / elapsed, 10:F0} {batches * frames * 300 / elapsed / 1e6, 9:F1} {cpu / batches * 1_000, 24:F3} {cpu / batches / frames * 1e6, 17:F1} {cpu / elapsed, 6:F2}"
        )
    );
}

static async Task<string> ReadAsync(Process member) =>
    await member.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("a member ended");

// A program that runs as "dotnet mgen-bench-messaging.dll" is restarted in the same way.
static string[] Launch() =>
    Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Path.Combine(AppContext.BaseDirectory, "mgen-bench-messaging.dll")]
        : [];
