using TenantTokens.Simulator.Dynatrace;

namespace TenantTokens.Simulator.Machines.Files;

/// <summary>A OneAgent's files (docs/facts/dynatrace.md §4.2).</summary>
internal sealed class OneAgentTree(string root, TreeLayout layout) : IOneAgentFiles
{
    private readonly FlatFile _deployment = new(Path.Combine(root, layout.AgentConfig, "deployment.conf"));
    private readonly FlatFile _process = new(Path.Combine(root, layout.AgentConfig, "ruxitagentproc.conf"));

    public string? Tenant => _deployment.Get("Tenant");

    public string? Token => _deployment.Get("TenantToken");

    public string? Server => _deployment.Get("Server");

    public void Create(TenantEnvironment environment, string servers)
    {
        OwnWrites.Create(
            Path.Combine(root, layout.AgentConfig, "deployment.conf"),
            $"HostIdSource=auto\nServer={servers}\nTenant={environment.Id}\nTenantToken={environment.Active}\n",
            FileModes.Secret);
        OwnWrites.Create(
            Path.Combine(root, layout.AgentConfig, "ruxitagentproc.conf"),
            $"[general]\ntenant {environment.Id}\ntenantToken {environment.Active}\nserverAddress {servers}\n",
            FileModes.Plain);
        OwnWrites.Create(Path.Combine(root, layout.AgentLog), "", FileModes.Plain);
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
