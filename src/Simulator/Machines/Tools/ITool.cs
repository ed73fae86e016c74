namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>A simulated program of a machine.</summary>
internal interface ITool
{
    string Name { get; }

    Task<ToolAnswer> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken);
}
