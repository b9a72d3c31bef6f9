using System.Globalization;
using System.Text;

namespace MGen.Population.Experiments;

/// <summary>Writes <c>run.sh</c>, which runs the experiment.</summary>
internal sealed class RunScript(ExperimentPlan plan, ExperimentOptions options, int servers)
{
    private const UnixFileMode Executable =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    public void Write(string directory)
    {
        string path = Path.Combine(directory, "run.sh");
        File.WriteAllText(path, options.IsShadow ? Shadow() : Live());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Executable);
    }

    private string Shadow() =>
        ScriptTemplates.ShadowHead(
            $"shadow cc {(options.IsPeer ? "mgen-peer" : "mgen-server mgen-web mgen-client")} mgentools{(options.Tors > 0 ? " tor" : "")}",
            options.Tors > 0
        )
        + (
            options is { IsPeer: true, Tors: > 0 }
                ? ScriptTemplates.OnionNames(
                    "shadow.data.template/hosts/mgenclient*",
                    "shadow.data.template/hosts/hostsfile"
                )
                : ""
        )
        + ScriptTemplates.ShadowEnd;

    private string Live()
    {
        StringBuilder text = new(
            ScriptTemplates.Head(
                (options.IsPeer ? "mgen-peer" : "mgen-server mgen-web mgen-client") + (options.Tors > 0 ? " tor" : "")
            )
        );
        text.Append(CultureInfo.InvariantCulture, $"duration=${{1:-{options.Duration.TotalSeconds}s}}\n");
        if (options is { IsPeer: true, Tors: > 0 })
            text.Append(ScriptTemplates.OnionNames("users/shard*", "hostsfile"));
        text.Append(ScriptTemplates.LiveStart);
        for (int tor = 0; tor < plan.Hosts * options.Tors; tor++)
            AppendTor(text, tor / options.Tors, tor % options.Tors);
        for (int server = 0; server < servers && !options.IsPeer; server++)
            AppendServer(text, server);
        text.Append("wait_for_servers\n");
        if (options.Tors > 0)
            text.Append(
                "sleep 60 # tor fetches the network's consensus, and onion services publish their descriptors\n"
            );
        for (int host = 0; host < plan.Hosts; host++)
            AppendUsers(text, host);
        return text.Append(ScriptTemplates.LiveEnd).ToString();
    }

    private void AppendTor(StringBuilder text, int host, int tor)
    {
        string torrc = TorFiles.NameOf(tor);
        text.Append(
            CultureInfo.InvariantCulture,
            $"start_tor tor{host}.{tor} {plan.HostDirectory(host)} --quiet --defaults-torrc /dev/null -f {torrc} --DataDirectory {TorFiles.DataOf(tor)}\n"
        );
    }

    private void AppendServer(StringBuilder text, int server)
    {
        string phase =
            options.Registration > TimeSpan.Zero
                ? string.Create(CultureInfo.InvariantCulture, $" {(int)options.Registration.TotalSeconds}")
                : "";
        text.Append(
            CultureInfo.InvariantCulture,
            $"start server{server} mgen-server {plan.MessageServer(server)}{phase}; servers+=($!)\n"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"start web{server} mgen-web {plan.WebServer(server)}; servers+=($!)\n"
        );
    }

    private void AppendUsers(StringBuilder text, int host)
    {
        if (plan.UsersOn(host) == 0)
            return;
        string program = options.IsPeer
            ? $"mgen-peer --duration \"$duration\"{options.StartOption} hostsfile"
            : $"mgen-client --duration \"$duration\"{options.StartOption}";
        string name = plan.HostName(host);
        text.Append(
            CultureInfo.InvariantCulture,
            $"start {name} {program} --summary logs/{name}.summary.json '{plan.HostDirectory(host)}/*.yaml'; users+=($!)\n"
        );
    }
}
