namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>
/// Simulates oneagentctl. "Parameters starting with --set require OneAgent service to be stopped first", or --restart-service with them.
/// https://docs.dynatrace.com/managed/ingest-from/dynatrace-oneagent/oneagent-configuration-via-command-line-interface
/// </summary>
internal sealed class OneAgentControl(OneAgent agent, UnitBoard board, Func<OneAgent, string> servers, CancellationToken worldEnd) : ITool
{
    public string Name => "oneagentctl";

    public async Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        List<string> output = [];
        (string? tenant, string? token, bool restart) = (null, null, false);
        for (int i = 0; i < arguments.Count; i++)
        {
            (string option, string? value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            switch (option)
            {
                case "--set-tenant" or "--set-tenant-token":
                    value ??= ++i < arguments.Count ? arguments[i] : "";
                    if (value is "")
                    {
                        return ToolAnswer.Fail(1, $"The argument for option '{option}' is missing.");
                    }

                    (tenant, token) = option is "--set-tenant" ? (value, token) : (tenant, value);
                    break;
                case "--restart-service":
                    restart = true;
                    break;
                case var _ when Get(option) is { } got:
                    output.Add(got);
                    break;
                default:
                    return ToolAnswer.Fail(1, $"unrecognised option '{option}'");
            }
        }

        return restart || tenant is not null || token is not null
            ? await SetAsync(tenant, token, restart, output, cancellationToken)
            : ToolAnswer.Ok(output);
    }

    private string? Get(string option) => option switch
    {
        "--get-tenant" => agent.Files.Tenant ?? "",
        "--get-tenant-token" => agent.Files.Token ?? "",
        "--get-server" => servers(agent),
        "--get-host-id" => agent.HostId,
        "--get-host-group" => "",
        "--get-network-zone" => agent.AgentZone.Name,
        "--get-auto-update-enabled" => "true",
        "--version" => agent.Version,
        _ => null,
    };

    private async Task<ToolAnswer> SetAsync(
        string? tenant, string? token, bool restart, List<string> output, CancellationToken cancellationToken)
    {
        bool sets = tenant is not null || token is not null;
        if (sets && !restart && agent.Unit.State is not (Unit.Inactive or Unit.Failed))
        {
            return ToolAnswer.Fail(
                1,
                "The operation requires OneAgent service to be stopped first. Use --restart-service, or stop the service.");
        }

        // The restart goes on when the caller of oneagentctl dies, but not when a planted fault ends it after the stop.
        Task<bool> work = ApplyAsync();
        return await work.WaitAsync(cancellationToken) ? ToolAnswer.Ok(output) : ToolAnswer.Fail(1, "Failed to restart OneAgent service.");

        async Task<bool> ApplyAsync()
        {
            if (restart)
            {
                await board.StopAsync(agent.Unit, worldEnd);
            }

            if (InterruptedAfterStop())
            {
                return false;
            }

            agent.Files.Write(tenant, token);
            return !restart || await board.StartAsync(agent.Unit, worldEnd);
        }
    }

    /// <summary>Returns whether the script and this program are killed together right after the stop; planted.</summary>
    public Func<bool> InterruptedAfterStop { get; init; } = static () => false;
}
