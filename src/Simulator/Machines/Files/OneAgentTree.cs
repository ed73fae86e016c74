using TenantTokens.Simulator.Dynatrace;

namespace TenantTokens.Simulator.Machines.Files;

/// <summary>A OneAgent's files (facts/dynatrace.md §4.2).</summary>
internal sealed class OneAgentTree(string root) : IOneAgentFiles
{
    private const string Config = "var/lib/dynatrace/oneagent/agent/config";
    private readonly FlatFile _deployment = new(Path.Combine(root, Config, "deployment.conf"));
    private readonly FlatFile _process = new(Path.Combine(root, Config, "ruxitagentproc.conf"));

    public string? Tenant => _deployment.Get("Tenant");

    public string? Token => _deployment.Get("TenantToken");

    public string? Server => _deployment.Get("Server");

    public void Create(TenantEnvironment environment, string servers)
    {
        OwnWrites.Create(
            Path.Combine(root, Config, "deployment.conf"),
            $"HostIdSource=auto\nServer={servers}\nTenant={environment.Id}\nTenantToken={environment.Active}\n",
            FileModes.Secret);
        OwnWrites.Create(
            Path.Combine(root, Config, "ruxitagentproc.conf"),
            $"[general]\ntenant {environment.Id}\ntenantToken {environment.Active}\nserverAddress {servers}\n",
            FileModes.Plain);
        OwnWrites.Create(Path.Combine(root, "var/log/dynatrace/oneagent/os/oneagentos.log"), "", FileModes.Plain);
    }

    public void Write(string? tenant, string? token)
    {
        Set("Tenant", tenant);
        Set("TenantToken", token);

        void Set(string key, string? value)
        {
            if (value is not null)
            {
                _deployment.Set(key, value);
                _process.Set(key, value);
            }
        }
    }
}
