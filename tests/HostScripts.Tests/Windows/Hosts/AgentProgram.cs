using System.Management.Automation;
using TenantTokens.Simulator.Machines;
using TenantTokens.Simulator.Machines.Tools;

namespace TenantTokens.HostScripts.Tests.Windows.Hosts;

/// <summary>oneagentctl.exe of one machine, with the faults that a test can order.</summary>
internal sealed class AgentProgram(UnitBoard services) : ITool
{
    private int _questions;

    public string Name => "oneagentctl";

    public string Tenant { get; set; } = WindowsHost.EnvironmentId;

    public string Token { get; set; } = WindowsHost.OldToken;

    /// <summary>Too old for --restart-service.</summary>
    public bool IsOld { get; set; }

    public bool ForgetsRestart { get; set; }

    public bool Refuses { get; set; }

    public bool Lies { get; set; }

    /// <summary>A question that is not answered.</summary>
    public string? Fails { get; set; }

    /// <summary>So many looks at the connection show none.</summary>
    public int ConnectsAfter { get; set; }

    public string Version { get; set; } = "1.301.70.20250115";

    /// <summary>What it says of its servers.</summary>
    public string Servers { get; set; } = "{https://a/communication;*https://b/communication}";

    /// <summary>Told of each call, before it does anything.</summary>
    public Action<IReadOnlyList<string>> Calling { get; set; } = static _ => { };

    public async Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        try
        {
            Calling(arguments);
        }
        catch (PipelineStoppedException)
        {
            // Ended together with whoever asked. An answer, even a bad one, could be read before the end of the asker is noticed.
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        }

        if (arguments[0] == Fails)
        {
            return ToolAnswer.Fail(1, "broken");
        }

        return arguments[0] switch
        {
            "--get-tenant" => ToolAnswer.Ok(Tenant),
            "--get-tenant-token" => ToolAnswer.Ok(Token),
            "--version" => ToolAnswer.Ok(Version),
            "--get-host-id" => ToolAnswer.Ok("6b899713d5b4a22c"),
            "--get-server" => ToolAnswer.Ok(_questions++ < ConnectsAfter ? "{https://a/communication}" : Servers),
            _ => await SetAsync(arguments),
        };
    }

    private async Task<ToolAnswer> SetAsync(IReadOnlyList<string> arguments)
    {
        Unit service = services.All.First(static u => u.Name is "Dynatrace OneAgent");
        bool restarts = arguments.Contains("--restart-service");
        if (Refuses || (restarts && IsOld) || (!restarts && service.IsActive))
        {
            return ToolAnswer.Fail(1, "refused");
        }

        if (restarts && !ForgetsRestart)
        {
            await services.StopAsync(service, CancellationToken.None);
        }

        if (!Lies)
        {
            Tenant = Value("--set-tenant=");
            Token = Value("--set-tenant-token=");
        }

        return !restarts || ForgetsRestart || await services.StartAsync(service, CancellationToken.None)
            ? ToolAnswer.Ok()
            : ToolAnswer.Fail(1, "Failed to restart.");

        string Value(string option) => arguments.Single(a => a.StartsWith(option, StringComparison.Ordinal))[option.Length..];
    }
}
