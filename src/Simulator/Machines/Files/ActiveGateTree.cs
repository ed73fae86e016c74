using System.Text;
using TenantTokens.Simulator.Dynatrace;
using TenantTokens.Simulator.Heartbeats;
using TenantTokens.Simulator.World;

namespace TenantTokens.Simulator.Machines.Files;

/// <summary>An ActiveGate's files (docs/facts/dynatrace.md §3).</summary>
internal sealed class ActiveGateTree(string root, WorldClock clock, TreeLayout layout) : IActiveGateFiles
{
    private readonly string _authorization = Path.Combine(root, layout.GatewayConfig, "authorization.properties");

    public void Create(
        MachineIdentity machine,
        NetworkZone zone,
        IReadOnlyList<TenantEnvironment> environments,
        bool hasExtensions,
        bool hasRemotePlugins,
        Chance chance)
    {
        OwnWrites.Create(_authorization, Authorization(machine, environments, chance), FileModes.Secret);
        Write("custom.properties", $"[connectivity]\nnetworkZone = {zone.Name}\n\n[collector]\ngroup = {zone.Group}\nMSGrouter = true\n");
        Write("config.properties", $"[com.compuware.apm.webserver]\nrootDir = {layout.RootDir}\nssl-port = 9999\n");
        OwnWrites.Create(Path.Combine(root, layout.Gateway, "dynatracegateway"), "#!/bin/sh\nexit 0\n", FileModes.Program);
        OwnWrites.Create(Path.Combine(root, layout.Gateway, "version"), "1.315.70.20260701-101530\n", FileModes.Plain);
        Log("INFO", "launcher, main", "Dynatrace ActiveGate 1.315.70.20260701-101530 starting");
        if (hasExtensions)
        {
            string equals = chance.Unit("separator/" + machine.Name) < 0.5 ? "=" : " ";
            Module("extensions.conf", equals, environments[0]);
        }

        if (hasRemotePlugins)
        {
            Module("ruxitagent.conf", " ", environments[0]);
        }

        void Write(string name, string text) => OwnWrites.Create(Path.Combine(root, layout.GatewayConfig, name), text, FileModes.Plain);
        void Module(string name, string separator, TenantEnvironment environment) => OwnWrites.Create(
            Path.Combine(root, layout.Modules, name),
            "# written by the"
                + $" installer\nServer{separator}https://127.0.0.1:9999/communication\nTenant{separator}{environment.Id}\nTenantToken"
                + $"{separator}{environment.Active}\nLogLevel{separator}info\n",
            FileModes.Secret);
    }

    public AuthorizationFile ReadAuthorization() => AuthorizationFile.Parse(File.ReadAllText(_authorization));

    public string? ReadModuleToken(string unit) => ModuleFile(unit).Get("TenantToken");

    public void Write(string environment, string token)
    {
        string[] lines = File.ReadAllText(_authorization).Split('\n');
        string section = "";
        for (int i = 0; i < lines.Length; i++)
        {
            section = lines[i].TrimStart().StartsWith('[') ? lines[i].Trim() : section;
            if (section == $"[{environment}]" && lines[i].TrimStart().StartsWith("tenantToken", StringComparison.Ordinal))
            {
                lines[i] = "tenantToken = " + token;
            }
        }

        OwnWrites.Replace(_authorization, string.Join('\n', lines));
        foreach (FlatFile file in new[] { ModuleFile("extensionsmodule"), ModuleFile("remotepluginmodule") }.Where(static f => f.Exists))
        {
            file.Set("TenantToken", token);
        }
    }

    public void Log(string level, string source, string text)
    {
        string path = Path.Combine(root, layout.GatewayLog);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string time = clock.Now.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
        File.AppendAllText(path, $"{time} {level,-7} [<collector>] [<{source}>] {text}\n", Encoding.UTF8);
    }

    private FlatFile ModuleFile(string unit)
        => new(Path.Combine(
            root,
            layout.Modules,
            unit is "extensionsmodule" or "Dynatrace Extensions Controller" ? "extensions.conf" : "ruxitagent.conf"));

    /// <summary>
    /// Returns the content of authorization.properties: the installer's order of lines, except that an ActiveGate of two environments was
    /// edited by hand, with a comment, another order and no line end.
    /// </summary>
    private static string Authorization(MachineIdentity machine, IReadOnlyList<TenantEnvironment> environments, Chance chance)
    {
        string main = $"[{environments[0].Id}]\ntenantToken = {environments[0].Active}\nauthToken ="
            + $" {AuthToken(environments[0])}\nmainTenant = true\n";
        return environments.Count is 1
            ? main
            : main + string.Concat(
                environments.Skip(1).Select(e => $"\n# joined later\n[{e.Id}]\nauthToken={AuthToken(e)}\ntenantToken={e.Active}"));

        string AuthToken(TenantEnvironment environment)
        {
            string key = $"auth-token/{machine.Name}/{environment.Id}";
            return $"dt0g02.{chance.Text(key, 8, Chance.Base32)}.{chance.Text(key + "/secret", 64, Chance.Base32)}";
        }
    }
}
