using System.Text.Json.Nodes;

namespace TenantTokens.EndToEnd.Tests.Infrastructure;

/// <summary>How a run of the program ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The document on standard output.</summary>
    public JsonObject Json => JsonNode.Parse(Output)!.AsObject();

    /// <summary>Everything it said, for a failed assertion.</summary>
    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Errors}";
}
