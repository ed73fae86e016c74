using System.Globalization;

namespace TenantTokens.HostScripts.Tests.Hosts;

/// <summary>
/// Which commands a machine has, and what the shims among them are told: to fail, to kill the script that called them, to write down what
/// they see.
/// </summary>
internal static class ShimOrders
{
    /// <summary>No systemd: init scripts and <c>service</c>.</summary>
    public static HostTree WithSysV(this HostTree host, params string[] services)
    {
        host.Without("/run/systemd/system")
            .Lacks("systemctl")
            .Lacks("systemd-run")
            .Link("bin/service", "service")
            .WithDirectory("/etc/init.d");
        foreach (string service in services)
        {
            host.Link($"root/etc/init.d/{service}", "service");
        }

        return host;
    }

    public static HostTree WithTool(this HostTree host, string tool) => host.Lacks(tool).Link($"bin/{tool}", "tool");

    /// <summary>
    /// A command that does what the test says, in sh; the shims' record is kept. <c>$tree</c> is the machine's directory.
    /// </summary>
    public static HostTree WithCommand(this HostTree host, string name, string text)
    {
        host.Lacks(name);
        string path = $"{host.Tree}/bin/{name}";
        File.WriteAllText(path, $"#!/bin/sh\n. \"${{0%/*}}/.record\"\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return host;
    }

    /// <summary>
    /// SELinux: what stat says is the security context of each file it is asked about; an expression of sh, n counts the files.
    /// </summary>
    public static HostTree WithContext(this HostTree host, string context) => host.WithCommand("stat", $$"""
        case $2 in *' %C'*) ;; *) exec stat "$@" ;; esac
        format=${2% %C} n=0
        shift 3
        for file in "$@"; do echo "$(stat -c "$format" -- "$file") {{context}}"; done
        """);

    public static HostTree Lacks(this HostTree host, string tool)
    {
        File.Delete($"{host.Tree}/bin/{tool}");
        return host;
    }

    /// <summary>The n-th call of a command fails with a message; 0 stands for every call.</summary>
    public static HostTree Fails(this HostTree host, string tool, int call, string message = "broken")
        => (HostTree.Tools.Contains(tool) ? host.WithTool(tool) : host)
            .Order($"fail/{tool}", call == 0 ? $"* {message}" : $"{call} {message}");

    /// <summary>The next run is killed when it calls its n-th command.</summary>
    public static HostTree KillAt(this HostTree host, int call)
        => host.Recorded().Order("KILL-at", call.ToString(CultureInfo.InvariantCulture));

    /// <summary>The next run is killed when it calls a command like this.</summary>
    public static HostTree KillOn(this HostTree host, string glob) => host.Recorded().Order("kill-on", glob);

    /// <summary>The next run is killed when it calls a command like this, and that command goes on alone.</summary>
    public static HostTree OrphanOn(this HostTree host, string glob) => host.Recorded().Order("orphan-on", glob);

    /// <summary>The n-th command that the next run calls fails, whatever it is.</summary>
    public static HostTree FailAt(this HostTree host, int call)
        => host.Recorded().Order("FAIL-at", call.ToString(CultureInfo.InvariantCulture));

    public static HostTree TerminateAt(this HostTree host, int call)
        => host.Recorded().Order("TERM-at", call.ToString(CultureInfo.InvariantCulture));

    public static HostTree RecordsEnvironments(this HostTree host) => host.Recorded().WithTool("sleep").Order("record-environment", "");

    public static HostTree UsesBusybox(this HostTree host) => host.Recorded().WithTool("sleep").Order("busybox", "");

    /// <summary>
    /// The system's commands go through the shims' record too. Without it only services and the agent do, which costs a third less
    /// time; sleep never does: how often the script polls depends on how busy the machine is.
    /// </summary>
    public static HostTree Recorded(this HostTree host)
    {
        foreach (string tool in HostTree.Tools.Where(
            tool => tool != "sleep" && new FileInfo($"{host.Tree}/bin/{tool}").LinkTarget is not null))
        {
            host.WithTool(tool);
        }

        return host;
    }
}
