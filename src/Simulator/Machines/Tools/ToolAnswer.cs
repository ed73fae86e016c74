namespace TenantTokens.Simulator.Machines.Tools;

/// <summary>The output and exit code of a simulated program.</summary>
internal sealed record ToolAnswer(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Error)
{
    public static ToolAnswer Ok(params IReadOnlyList<string> output) => new(0, output, []);

    public static ToolAnswer Fail(int code, params IReadOnlyList<string> error) => new(code, [], error);
}
