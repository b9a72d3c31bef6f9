namespace MGen.Analysis.Tests;

/// <summary>A run that is generated and counted at the same time, in the simplest way.</summary>
internal sealed class NaiveRun
{
    private const int Users = 20;
    private const int Groups = 12;

    private readonly List<(double Time, string User, string Text)> _lines = [];

    public long Sent { get; private set; }

    public long Owed { get; private set; }

    /// <summary>In microseconds.</summary>
    public List<long> RoundTrips { get; } = [];

    /// <summary>In microseconds.</summary>
    public List<long> Deliveries { get; } = [];

    public Dictionary<string, long> SentByUser { get; } =
        Enumerable.Range(0, Users).ToDictionary(user => $"user{user}", _ => 0L);

    public static NaiveRun Random(ulong seed, int messages)
    {
        Random random = new((int)seed);
        NaiveRun run = new();
        string[][] groups = [.. Enumerable.Range(0, Groups).Select(group => Members(random, group))];
        foreach ((string[] members, int group) in groups.Select((members, group) => (members, group)))
        {
            foreach (string member in members)
                run._lines.Add((0, member, $"{member},group{group},awake"));
        }
        Dictionary<(string, int), int> ids = [];
        for (int i = 0; i < messages; i++)
        {
            int group = random.Next(Groups);
            string sender = groups[group][random.Next(groups[group].Length)];
            int id = ids[(sender, group)] = ids.GetValueOrDefault((sender, group), -1) + 1;
            run.AddMessage(random, groups[group], group, sender, id);
        }
        return run;
    }

    /// <summary>Writes every user's lines, in the order of their times, to one of several files.</summary>
    public void Write(RunFolder folder, int files)
    {
        foreach (var file in _lines.GroupBy(line => (uint)line.User.Sum(character => character) % files))
            folder.Write(
                $"{file.Key}/mgen-client.log",
                [.. file.OrderBy(line => line.Time).Select(line => RunFolder.Line(line.Time, line.Text))]
            );
    }

    private static string[] Members(Random random, int group)
    {
        string[] everybody = [.. Enumerable.Range(0, Users).Select(user => $"user{user}")];
        random.Shuffle(everybody);
        // Every user belongs to at least one group.
        return
        [
            .. everybody[..random.Next(2, 12)].Append($"user{group}").Append($"user{(group + 8) % Users}").Distinct(),
        ];
    }

    private void AddMessage(Random random, string[] members, int group, string sender, int id)
    {
        double sent = Micros(1 + (random.NextDouble() * 500));
        int blocks = random.Next(4) == 0 ? random.Next(100_000) : random.Next(16);
        _lines.Add((sent, sender, $"{sender},group{group},send,Idle,Active,{blocks},{id}"));
        Sent++;
        SentByUser[sender]++;
        foreach (string member in members.Where(member => member != sender))
        {
            Owed++;
            if (random.Next(50) == 0)
                continue;
            double delivery = Micros(Math.Exp((random.NextDouble() * 8) - 5));
            double receipt = delivery + Micros(Math.Exp((random.NextDouble() * 8) - 5));
            _lines.Add(
                (
                    sent + delivery,
                    member,
                    $"{member},group{group},receive,Idle,Idle,{sender},{Math.Max(1, blocks) * 160},{id}"
                )
            );
            Deliveries.Add((long)Math.Round(delivery * 1e6));
            if (random.Next(50) == 0)
                continue;
            _lines.Add((sent + receipt, sender, $"{sender},group{group},receive,Active,Active,{member},receipt,{id}"));
            RoundTrips.Add((long)Math.Round(receipt * 1e6));
        }
    }

    private static double Micros(double seconds) => Math.Round(seconds, 6);
}
